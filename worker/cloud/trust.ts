import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as tls from 'node:tls'
import { AppError } from '#worker/api/errors.ts'

/**
 * The certificates to trust: those that Node brings along, those of the operating system (where an organization puts
 * its own), and one file more.
 *
 * @param file PEM, with one certificate or several; null for none
 * @throws AppError input.missing, input.unreadable
 */
export async function trustedCertificates(file: string | null): Promise<string[]> {
  const own = file === null ? [] : await certificatesOf(file)
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system'), ...own])]
}

async function certificatesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'latin1').catch((cause: unknown) => {
    throw new AppError('input.missing', { path }, { cause })
  })
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    found.forEach((one) => new X509Certificate(one))
  } catch (cause) {
    throw new AppError('input.unreadable', { path }, { cause })
  }
  if (found.length === 0) throw new AppError('input.unreadable', { path })
  return found
}
