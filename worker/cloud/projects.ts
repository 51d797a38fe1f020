import { basename } from 'node:path'
import type { CloudProject } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { jsonBody } from '#worker/cloud/body.ts'
import { allPages } from '#worker/cloud/pages.ts'
import { readOne, type Probe } from '#worker/cloud/probe.ts'
import { askJson, tell, type Cloudy } from '#worker/cloud/request.ts'
import { Project } from '#worker/cloud/shapes.ts'
import { sendFile } from '#worker/cloud/upload.ts'
import { projectNameProblem } from '#worker/domain/cloud/check-project.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

type Projects = Pick<
  CloudClient,
  'projects' | 'project' | 'createProject' | 'changeProject' | 'deleteProject' | 'setThumbnail'
>

/** Bytes. */
const largestThumbnail = 5_000_000

export function projectCalls(cloud: Cloudy, probe: Probe): Projects {
  const { host } = new URL(cloud.address)
  return {
    projects: () => allPages(cloud, { path: 'projects' }, Project, ({ id }) => id),
    project: (id) => readOne(probe, one(cloud, { path: `projects/${encodeURIComponent(id)}` })),
    async createProject({ name, owner, description, isPublic }) {
      if (projectNameProblem(name) !== null) throw new AppError('cloud.invalidName', { host, name })
      const body = jsonBody({ name, owner, description, is_public: isPublic })
      return one(cloud, { method: 'POST', path: 'projects', name, body })
    },
    async changeProject(id, { description, isPublic }) {
      // What is not told stays as it is.
      const body = jsonBody({ description, is_public: isPublic })
      return one(cloud, { method: 'PATCH', path: `projects/${encodeURIComponent(id)}`, body })
    },
    deleteProject: (id) => tell(cloud, { method: 'DELETE', path: `projects/${encodeURIComponent(id)}` }),
    async setThumbnail(projectId, path, how) {
      if (!(await probe.isNew())) return false
      const to = {
        path: `projects/${encodeURIComponent(projectId)}/thumbnail`,
        file: basename(path),
        largest: largestThumbnail,
        // Servers tell an image by its filename, too.
        part: { name: 'thumbnail', filename: `thumbnail${/\.\w+$/.exec(path)?.[0] ?? ''}` },
      }
      await sendFile(cloud, to, path, how)
      return true
    },
  }
}

async function one(...[cloud, asked]: [Cloudy, Parameters<typeof askJson>[1]]): Promise<CloudProject> {
  return (await askJson(cloud, asked, Project)).value
}
