// What paths of cgroups say, as runtimes and kubelet lay them out.
import { describe, expect, it } from 'vitest';
import { cgroupFacts } from '../../src/identity/cgroup.ts';

const ID = '3be250aff9abc66fae33096700f3a4b97c3f9a5837a3ca2f855bbf58f3e280d5';
const UID = '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11';
const UID_SYSTEMD = UID.replaceAll('-', '_');

describe('cgroupFacts', () => {
  const cases: [path: string, runtimeName: string, podUid: string][] = [
    [`/system.slice/docker-${ID}.scope`, 'docker', ''],
    [`/docker/${ID}`, 'docker', ''],
    [`/machine.slice/libpod-${ID}.scope`, 'podman', ''],
    [`/machine.slice/libpod-${ID}.scope/container`, 'podman', ''],
    [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`, 'podman', ''],
    [`/libpod_parent/libpod-${ID}`, 'podman', ''],
    [`/system.slice/nerdctl-${ID}.scope`, 'containerd', ''],
    [
      `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID_SYSTEMD}.slice/cri-containerd-${ID}.scope`,
      'containerd',
      UID,
    ],
    [`/kubepods.slice/kubepods-pod${UID_SYSTEMD}.slice/crio-${ID}.scope`, 'cri-o', UID],
    [
      `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${UID_SYSTEMD}.slice/docker-${ID}.scope`,
      'docker',
      UID,
    ],
    [`/kubepods/besteffort/pod${UID}/${ID}`, '', UID],
    [`/kubepods/pod${UID}/crio-${ID}`, 'cri-o', UID],
    [
      `/system.slice/containerd.service/kubepods-burstable-pod${UID_SYSTEMD}.slice:cri-containerd:${ID}`,
      'containerd',
      UID,
    ],
    // A pod from a file on the node: a hash.
    [`/kubepods/burstable/pod0123456789abcdef0123456789abcdef/${ID}`, '', '0123456789abcdef0123456789abcdef'],
    // The monitor of a container is not in it.
    [`/machine.slice/crio-conmon-${ID}.scope`, '', ''],
    [`/machine.slice/libpod-conmon-${ID}.scope`, '', ''],
    // Looks like one of a pod, and is nobody's that kubelet made.
    [`/my-pod${UID}/${ID}`, '', ''],
    [`/default/${ID}`, '', ''],
    ['/init.scope', '', ''],
    ['', '', ''],
  ];
  it.each(cases)('%s', (path, runtimeName, podUid) => {
    expect(cgroupFacts(path, ID)).toEqual({ runtimeName, podUid });
  });

  it('believes the pod next to the container, where nodes are containers themselves', () => {
    const outer = '00000000-0000-4000-8000-000000000000';
    const path = `/kubepods/pod${outer}/x/kubelet/kubepods/burstable/pod${UID}/${ID}`;
    expect(cgroupFacts(path, ID).podUid).toBe(UID);
  });
});
