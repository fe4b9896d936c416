// In: an address as text (RFC 5952). Out: whether it can name one pod among all.

const NOT_OF_ONE = [
  /^0\./, // this network (RFC 1122 3.2.1.3)
  /^127\./,
  /^169\.254\./, // link-local: the same in many namespaces (RFC 3927); node-local DNS caches listen there
  /^(22[4-9]|2[3-5]\d)\./, // multicast, reserved, broadcast (RFC 5771, RFC 1112 4)
  /^::1?$/,
  /^fe[89ab][0-9a-f]:/, // link-local (RFC 4291 2.5.6)
  /^ff[0-9a-f]{2}:/, // multicast (RFC 4291 2.7)
];

/** Loopback, link-local, multicast and unspecified addresses belong to nobody in particular. */
export function isOfOne(address: string): boolean {
  return address !== '' && !NOT_OF_ONE.some((pattern) => pattern.test(address));
}
