import type { Import } from '#build/checks/sources.ts'

interface Border {
  /** Paths that the border is around. */
  inside: RegExp
  /** Specifiers that may be imported there. */
  may: RegExp
  /** Specifiers that may not, even so. */
  not?: RegExp
}

const adapters = ['store', 'qgis', 'mirror', 'cloud', 'intake', 'reach']

/** Who may import whom, as ARCHITECTURE.md says it. The first border that a path is inside of counts. */
const borders: readonly Border[] = [
  { inside: /^(worker|electron)\/api\//, may: /^(zod$|#worker\/api\/|#electron\/api\/)/ },
  {
    inside: /^renderer\//,
    may: /^(#renderer\/|#worker\/api\/|#electron\/api\/|#resources\/|[^#.])/,
    not: /^node:/,
  },
  { inside: /^electron\//, may: /^(#electron\/|#worker\/api\/|#resources\/|[^#.])/ },
  { inside: /^worker\/domain\//, may: /^(#worker\/domain\/|#worker\/api\/|[^#.])/, not: /^node:/ },
  ...adapters.map((own) => ({
    inside: new RegExp(`^worker/${own}/`),
    may: /^(#worker\/|#resources\/|[^#.])/,
    not: new RegExp(`^#worker/(${adapters.filter((other) => other !== own).join('|')})/`),
  })),
  {
    inside: /^worker\/steps\//,
    may: /^(#worker\/|[^#.])/,
    not: new RegExp(`^#worker/(${adapters.join('|')})/`),
  },
  { inside: /^worker\//, may: /^(#worker\/|#resources\/|[^#.])/ },
  { inside: /^(build|test)\//, may: /^[^.]/ },
]

/** Packages with one home. Types may be named beside it. */
const homes: Readonly<Record<string, { home: RegExp; types: RegExp }>> = {
  'better-sqlite3': { home: /^worker\/store\/open\.ts$/, types: /^worker\/store\// },
  pg: { home: /^worker\/mirror\//, types: /^worker\/mirror\// },
  execa: { home: /^worker\/qgis\//, types: /^worker\/qgis\// },
  electron: { home: /^electron\/|^worker\/main\.ts$/, types: /^electron\/|^worker\/main\.ts$/ },
}

/** What is wrong with one import of a file, or null. */
export function faultOfImport(path: string, { from, typeOnly }: Import): string | null {
  // The manifest stands above all folders, where no # name leads.
  if (/^(\.\.\/)+package\.json$/.test(from)) return null
  const border = borders.find(({ inside }) => inside.test(path))
  if (border !== undefined && (!border.may.test(from) || border.not?.test(from) === true))
    return `${path} may not import ${from}`
  const rule = /^(build|test)\//.test(path) ? undefined : homes[from]
  if (rule === undefined || (typeOnly ? rule.types : rule.home).test(path)) return null
  return `${path} may not import ${from}: that package has its home elsewhere`
}
