/** What happened since the start, for `/metrics`. */
export interface MirrorCounters {
  connects: number
  claims: number
  /** Of files, both ways. */
  bytes: number
}
