import type { Finding } from '#worker/api/projects.ts'
import type { ReadFeedback, ReadLayer } from '#worker/domain/feedback/read-feedback.ts'
import { finding, type FindingCode } from '#worker/domain/project/finding-codes.ts'
import { isLocalhost } from '#worker/domain/project/reach.ts'

const byCode: Record<string, FindingCode> = {
  invalid_dataprovider: 'invalidProvider',
  missing_dataprovider: 'missingProvider',
  localized_dataprovider: 'localized',
}

/**
 * What is wrong with layers as the server opened them, the cause told once; after them, layers that a package lost or
 * that came out broken in it.
 */
export function explainLayers({ layers, packagedLayers, folder }: ReadFeedback): Finding[] {
  const before = Object.values(layers ?? {})
  const after = Object.values(packagedLayers ?? {}).filter((layer) => layers?.[layer.id]?.isValid !== false)
  const broken = [...before, ...after].filter(({ isValid }) => !isValid)
  const lost = before.filter(
    ({ id, isValid, cloudAction }) =>
      packagedLayers !== null && isValid && cloudAction !== 'remove' && packagedLayers[id] === undefined,
  )
  const readOnly = (packagedLayers === null ? before : after).filter(
    ({ isValid, typeName, unsupportedPrimaryKey }) =>
      isValid && unsupportedPrimaryKey && typeName.startsWith('Vector'),
  )
  return [
    ...broken.map((layer) => explainBroken(layer, folder)),
    ...lost.map((layer) => told('packageLeftOut', layer)),
    ...readOnly.map((layer) => told('noPrimaryKey', layer)),
  ]
}

function explainBroken(layer: ReadLayer, folder: string): Finding {
  const { errorCode, errorSummary, provider, filename, datasource } = layer
  const code = byCode[errorCode] ?? 'invalidLayer'
  const file = relative(filename, folder)
  if (code === 'localized') return told(code, layer, { file: filename === '' ? datasource : file })
  const missing = /File "(.+?)" missing/u.exec(errorSummary)?.[1]
  if (missing !== undefined) return told('fileMissing', layer, { file: relative(missing, folder) })
  if (code === 'invalidProvider' && filename === '') {
    const connection = explainConnection(layer)
    if (connection !== null) return connection
  }
  const summary = [layer.providerErrorSummary, errorSummary].find((text) => text.trim() !== '')
  return told(code, layer, { file, provider, summary: relative(summary ?? 'none', folder) })
}

/**
 * A layer of a database or a service, named as its source does. The server says that it cannot connect to a host only
 * where a ping reaches it, and of other hosts nothing at all.
 */
function explainConnection(layer: ReadLayer): Finding | null {
  const { errorSummary, datasource } = layer
  const host =
    /Unable to connect to host "(.+?)"/u.exec(errorSummary)?.[1] ??
    valueIn(datasource, 'host') ??
    urlHost(datasource)
  if (host !== undefined && host !== '') {
    const code = isLocalhost(host) ? 'localhost' : 'cloudHost'
    return told(code, layer, { by: 'host', name: host, summary: layer.providerErrorSummary || 'none' })
  }
  const service =
    /Unable to connect to service "(.+?)"/u.exec(errorSummary)?.[1] ?? valueIn(datasource, 'service')
  if (service === undefined) return null
  return told('cloudService', layer, { name: service, summary: layer.providerErrorSummary || 'none' })
}

/** Of `name='value'` or `name=value` in a data source. */
function valueIn(datasource: string, name: string): string | undefined {
  const match = new RegExp(String.raw`(?:^|\s)${name}=(?:'([^']*)'|([^\s&']+))`, 'u').exec(datasource)
  return match?.[1] ?? match?.[2]
}

/** Of `url=https://host/…`, or the address itself. */
function urlHost(datasource: string): string | undefined {
  return /https?:(?:\/\/|%2F%2F)(?:[^/@\s]*@)?([^/:?&'"%\s]+)/iu.exec(datasource)?.[1]
}

/** Without the folder that the server worked in, which means nothing to anybody. */
function relative(text: string, folder: string): string {
  return folder === '' ? text : text.replaceAll(`${folder}/`, '')
}

function told(code: FindingCode, { id, name }: ReadLayer, params: Finding['params'] = {}): Finding {
  return finding(code, { layer: name, ...params }, { layerId: id })
}
