interface Ban {
  inside: RegExp
  pattern: RegExp
  why: string
}

const bans: readonly Ban[] = [
  {
    inside: /^(electron|renderer)\//,
    pattern:
      /webSecurity:\s*false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn|executeJavaScript|@electron\/remote|openDevTools\(/,
    why: 'opens the page to the machine',
  },
  { inside: /^electron\//, pattern: /\b(encryptString|decryptString)\(/, why: 'safeStorage has async calls' },
  { inside: /^renderer\//, pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=/, why: 'unescaped HTML' },
  { inside: /^worker\/store\//, pattern: /transaction\(\s*async/, why: 'a transaction is synchronous' },
  {
    inside: /^worker\/domain\//,
    pattern: /\bDate\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|\bprocess\./,
    why: 'the domain is given its clock, chance and environment',
  },
]

/** Words that must not stand in a file. */
export function faultsOfText(path: string, text: string): string[] {
  return bans
    .filter(({ inside, pattern }) => inside.test(path) && pattern.test(text))
    .map(({ pattern, why }) => `${path}: ${pattern.exec(text)?.[0] ?? ''} (${why})`)
}
