import { readFile } from 'node:fs/promises'
import type { DoctorReport, Finding } from '#worker/api/doctor.ts'
import type { MirrorTest } from '#worker/api/mirror.ts'
import { checkDisk, checkNode, checkSqlite } from '#worker/doctor/computer.ts'
import type { System } from '#worker/doctor/mends.ts'
import { checkProviders, checkQgis, type QgisFound } from '#worker/doctor/qgis.ts'
import { checkPostgres, checkQfieldCloud } from '#worker/doctor/services.ts'

export interface DoctorPorts {
  /** Looks for QGIS afresh. Rejects with AppError qgis.missing, qgis.tooOld, qgis.startFailed. */
  findQgis(): Promise<QgisFound>
  /** Null when no Postgres is set. */
  probePostgres: (() => Promise<MirrorTest>) | null
  sqliteVersion: string
  /** Where the ledger lies. */
  dataDir: string
  /** Where new projects go. */
  projectsFolder: string
  /** Milliseconds that one check may take; 10 s where nothing is said. */
  limitMs?: number
}

const defaultLimitMs = 10_000

/**
 * Looks at everything that Fieldpack stands on, all at once. Nothing that is missing, broken or slow makes it
 * fail or wait: a check that takes too long says so.
 */
export async function runDoctor(ports: DoctorPorts): Promise<DoctorReport> {
  const limitMs = ports.limitMs ?? defaultLimitMs
  const system: System = { platform: process.platform, osRelease: await readOsRelease() }
  const qgis = ports.findQgis()
  const [found, providers, sqlite, disk, postgres] = await Promise.all([
    inTime('qgis', checkQgis(qgis, system), limitMs),
    inTime('providers', checkProviders(qgis, system), limitMs),
    inTime('sqlite', checkSqlite(ports.sqliteVersion, ports.dataDir), limitMs),
    inTime('disk', checkDisk([ports.dataDir, ports.projectsFolder]), limitMs),
    inTime('postgres', checkPostgres(ports.probePostgres?.() ?? null), limitMs),
  ])
  const node = checkNode(process.versions.node)
  const findings = [found, providers, node, sqlite, disk, postgres, checkQfieldCloud()]
  return {
    ready: findings.every(({ optional, state }) => optional || state === 'ok' || state === 'warning'),
    checkedAt: new Date().toISOString(),
    findings,
  }
}

/** The check's finding, or a warning that it took too long or broke. */
async function inTime(id: Finding['id'], check: Promise<Finding>, limitMs: number): Promise<Finding> {
  const seconds = Math.round(limitMs / 1000)
  const late: Finding = {
    id,
    state: 'warning',
    optional: id === 'postgres',
    params: { reason: 'late', seconds },
    mends: [],
  }
  const timer = Promise.withResolvers<Finding>()
  const timeout = setTimeout(() => timer.resolve(late), limitMs)
  try {
    return await Promise.race([check, timer.promise])
  } catch (thrown) {
    return { ...late, params: { reason: 'broken', cause: String(thrown), seconds } }
  } finally {
    clearTimeout(timeout)
  }
}

async function readOsRelease(): Promise<string> {
  return readFile('/etc/os-release', 'utf8').catch(() => '')
}
