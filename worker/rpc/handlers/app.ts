import type { HandlersOf } from '#worker/rpc/handlers.ts'

export function appHandlers(info: {
  version: string
  dataDir: string
  projectsFolder: () => string
}): HandlersOf<'app'> {
  return {
    'app.info': () => ({
      version: info.version,
      dataDir: info.dataDir,
      projectsFolder: info.projectsFolder(),
    }),
  }
}
