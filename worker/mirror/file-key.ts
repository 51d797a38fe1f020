/** Names a row of qgis_job_files. */
export interface FileKey {
  jobId: string
  role: 'input' | 'output'
  /** Relative, with forward slashes. */
  name: string
}

export interface TransferOptions {
  /** Ends the transfer between two steps with `job.cancelled`; what was acknowledged stays. */
  signal: AbortSignal
  /** Bytes of a step that has arrived. */
  onBytes?: (bytes: number) => void
}
