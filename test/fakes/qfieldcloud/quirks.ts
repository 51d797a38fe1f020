/** Troubles of a server, or of the way to it; none is set when a fake starts. */
export interface Quirks {
  /** A proxy's HTML page with this status in the place of every answer: 413 before the body came, others after. */
  page?: number
  /** A portal of a hotel: its page with 200 for everything, or a redirect to it. */
  portal?: 'page' | 'redirect'
  /** An answer of the API with this status and code; 402, 409 and so on. */
  error?: { status: number; code: string; message?: string }
  /** 429 of a proxy; `Retry-After` when it is given: seconds, or an HTTP date. */
  tooMany?: { retryAfter?: number | string }
  /** The connection is closed without an answer. */
  reset?: boolean
  /** The request is heard and never answered. */
  hang?: boolean
  /** Milliseconds before each answer. */
  slow?: number
  /** Of each body, sent or received. */
  bytesPerSecond?: number
  /** The connection is cut once so many bytes of a request's body have come. */
  cutUploadAfter?: number
  /** The connection is cut once so many bytes of an answer's body have left. */
  cutDownloadAfter?: number
  /** No more than so many bytes of an uploaded file are stored, with 201 all the same. */
  storedBytes?: number
  /** Storage of every account, in the place of its plan's. */
  storageBytes?: number
  /** Whether `Range` is understood; otherwise as the profile has it. */
  range?: boolean
  /** Where `project_id` of the list of jobs is read; otherwise as the profile has it. */
  jobsListedBy?: 'query' | 'body'
  /** No `sha256` in lists. */
  noSha256?: boolean
}

/** Quirks of some requests only. */
export interface Trouble {
  quirks: Quirks
  /** Tested against `METHOD /path/`; null for all. */
  on: RegExp | null
  /** How many more requests it meets. */
  times: number
}

/** Those that are always on, and over them the troubles that meet this request; each counts down. */
export function quirksOf(always: Quirks, troubles: Trouble[], line: string): Quirks {
  const met = troubles.filter(({ on, times }) => times > 0 && (on?.test(line) ?? true))
  for (const trouble of met) trouble.times -= 1
  return Object.assign({}, always, ...met.map(({ quirks }) => quirks)) as Quirks
}
