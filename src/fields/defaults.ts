// In: nothing. Out: the columns shown where the user chose none.

/** Where neither a cluster nor a container runtime is known, so the network namespace says where an event was seen. */
export const DEFAULT_COLUMNS: readonly string[] = [
  'netns',
  'src',
  'dst',
  'proc.comm',
  'proc.pid',
  'qr',
  'qtype',
  'name',
  'rcode',
  'addresses',
];
