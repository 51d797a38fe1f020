import type { DoctorReport } from '#worker/api/doctor.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export function doctorHandlers(run: () => Promise<DoctorReport>): HandlersOf<'doctor'> {
  return { 'doctor.run': () => run() }
}
