import { cp, mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterAll } from 'vitest'
import { rmSync } from 'node:fs'
import { judgeAudit, type Judged } from '#worker/domain/package/judge-audit.ts'
import type { AuditReport, PackageReport } from '#worker/domain/package/plan.ts'
import { planPackage, type PlannedPackage } from '#worker/domain/package/plan-package.ts'
import type { OpenedProject } from '#worker/domain/project/opened.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { makeProject, type ProjectSpec } from '#test/resources/qgis/make-project.ts'

/** A package as the job makes it, with everything that was said on the way. */
export interface Packed {
  /** Where the project was made, and where its package stands. */
  folder: string
  out: string
  /** The packaged project file. */
  project: string
  ids: Record<string, string>
  opened: OpenedProject
  planned: PlannedPackage
  report: PackageReport
  audit: AuditReport
  judged: Judged
  files: string[]
}

interface How {
  actions?: 'cloud' | 'cable'
  leaveOut?: string[]
  offline?: boolean
  /** Changes the folder after the project was made. */
  mend?: (folder: string) => Promise<unknown>
}

/** Folders for packages, gone after the file's tests unless FIELDPACK_KEEP is set. */
export function packages(): (spec: Omit<ProjectSpec, 'out' | 'file'>, how?: How) => Promise<Packed> {
  const folders: string[] = []
  afterAll(() => {
    if (process.env['FIELDPACK_KEEP'] === undefined)
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })
  return async (spec, how = {}) => {
    const top = await mkdtemp(join(tmpdir(), 'fieldpack-package-'))
    folders.push(top)
    const made = join(top, 'made')
    const { project, layers: ids } = await makeProject({ ...spec, out: made, file: 'site.qgz' })
    await how.mend?.(made)
    return { ids, ...(await pack(project, join(top, 'copy'), await mkdtemp(join(top, 'out-')), how)) }
  }
}

/** Packages the project as the job does: a copy of its folder is opened, planned, written and audited. */
async function pack(project: string, root: string, out: string, how: How = {}): Promise<Omit<Packed, 'ids'>> {
  const folder = join(project, '..')
  await cp(folder, root, { recursive: true })
  const { opened, planned } = await plan(join(root, basename(project)), root, how)
  if (planned.lost.length > 0) throw new Error(`lost: ${JSON.stringify(planned.lost)}`)
  const report = await succeed('package', {
    project: join(root, basename(project)),
    root,
    plan: planned.plan,
    out,
    offline: how.offline ?? false,
  })
  // The project may be anywhere but where it was made.
  await cp(out, `${out}-moved`, { recursive: true })
  const audit = await succeed('audit', {
    project: join(`${out}-moved`, planned.plan.projectFile),
    root: `${out}-moved`,
    plan: planned.plan,
  })
  return {
    folder,
    out: `${out}-moved`,
    project: join(`${out}-moved`, planned.plan.projectFile),
    opened,
    planned,
    report,
    audit,
    judged: judgeAudit(planned.plan, report, audit),
    files: await filesBelow(`${out}-moved`),
  }
}

async function plan(
  project: string,
  root: string,
  how: How = {},
): Promise<{ opened: OpenedProject; planned: PlannedPackage }> {
  const files = await filesBelow(root)
  const opened = await succeed('openProject', {
    project,
    root,
    offline: how.offline ?? false,
    thumbnail: null,
  })
  const planned = planPackage({
    opened,
    actions: how.actions ?? 'cloud',
    leaveOut: how.leaveOut ?? [],
    root,
    files,
  })
  return { opened, planned }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}
