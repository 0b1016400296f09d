import { gzipSync } from 'node:zlib'
import type { Account } from './account'
import { send } from './measure'
import type { Bytes, PageSize } from './results'

const pages = [
  '/sign-in',
  '/',
  '/sessions',
  '/goals',
  '/stats',
  '/stats?range=365',
  '/projects',
  '/settings',
  '/deleted',
]

const noBytes: Bytes = { plain: 0, gzipped: 0 }
const sum = (...all: Bytes[]) =>
  all.reduce((a, b) => ({ plain: a.plain + b.plain, gzipped: a.gzipped + b.gzipped }), noBytes)

const pageSize = async (url: string, { headers }: Account, page: string): Promise<PageSize> => {
  const load = async (path: string, signedIn = false) => {
    const answer = await send(url, { path, headers: signedIn ? headers : {} })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    const [, maxAge = '0'] = /max-age=(\d+)/.exec(String(answer.headers['cache-control'] ?? '')) ?? []
    const bytes = { plain: Buffer.byteLength(answer.body), gzipped: gzipSync(answer.body).byteLength }
    return { body: answer.body, first: bytes, again: Number(maxAge) > 0 ? noBytes : bytes }
  }
  const html = await load(page, page !== '/sign-in')
  const assets = (pattern: RegExp) => Promise.all([...html.body.matchAll(pattern)].map(([, path = '']) => load(path)))
  const styles = await assets(/<link rel="stylesheet" href="([^"]+)"/g)
  const scripts = await assets(/<script src="([^"]+)"/g)
  return {
    page,
    html: html.first,
    css: sum(...styles.map(({ first }) => first)),
    script: sum(...scripts.map(({ first }) => first)),
    again: sum(html.again, ...[...styles, ...scripts].map(({ again }) => again)),
  }
}

export const pageSizes = async (url: string, account: Account) => {
  const all: PageSize[] = []
  for (const page of pages) all.push(await pageSize(url, account, page))
  return all
}
