import type { Mend } from '#worker/api/doctor.ts'

export interface System {
  platform: NodeJS.Platform
  /** Contents of /etc/os-release; empty elsewhere. */
  osRelease: string
}

const download: Mend = { kind: 'link', url: 'https://qgis.org/download/' }

/** How to get QGIS, or what of it is missing, on this system. */
export function installMends(system: System, packages: string[]): Mend[] {
  return isDebian(system)
    ? [{ kind: 'command', command: `sudo apt install ${packages.join(' ')}` }]
    : [download]
}

/** How to get a newer QGIS: a distribution that has an old one will not give a new one. */
export function updateMends(): Mend[] {
  return [download]
}

/** Debian, Ubuntu and what says to be like them. */
function isDebian({ platform, osRelease }: System): boolean {
  if (platform !== 'linux') return false
  const names = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap(([, value = '']) =>
    value.replaceAll(/["']/g, '').split(' '),
  )
  return names.some((name) => name === 'debian' || name === 'ubuntu')
}
