import { parentPort, workerData } from 'node:worker_threads'
import { toErrorData } from '#worker/api/errors.ts'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'
import type { ThreadReply } from '#worker/intake/thread.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/** A thread that reads the one workbook whose path it was started with. */
const reply = await readWorkbook(String(workerData)).then(
  (value): ThreadReply<Workbook> => ({ ok: true, value }),
  (thrown: unknown): ThreadReply<Workbook> => ({ ok: false, error: toErrorData(thrown) }),
)
parentPort?.postMessage(reply)
