import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ReportDocumentPage } from '../../../../views/reviews/report/document'
import { PassphrasePage, SealFoot, VerifyPage } from '../../../../views/reviews/report/sealed'
import type { App } from '../../../lib/env'
import { fileDownload } from '../../../lib/files/download'
import { submittedFields } from '../../../lib/http/form'
import { limitPublicPages, networkKey, rateLimit } from '../../../lib/http/rate-limit'
import { wantsJson } from '../../../lib/http/respond'
import { logEvent } from '../../../lib/log'
import { sha256Hex } from '../../../lib/secrets'
import { matchesPassphrase } from './passphrase'
import { changesSinceSeal, countOpening, openSeal, parseSealDocument, readSealTime } from './seal'

/**
 * Maximum passphrase attempts per minute, for a network and for all networks together. A stranger's attempts never lock
 * the reader out.
 */
const guessesAMinute = 10
const guessesOfAll = 200

type Open = NonNullable<Awaited<ReturnType<typeof openSeal>>>

/** A sealed document as a file, with exactly the text of its digest. */
const fileOf = (seal: Open) =>
  JSON.stringify({
    format: 'daymark-report',
    version: 1,
    sealed_at: new Date(seal.sealed_at).toISOString(),
    sha256: seal.sha256,
    document: seal.document,
  })

const show = async (c: Context<App>, seal: Open, wantsFile: boolean) => {
  if (wantsFile) return fileDownload(c, { name: 'report.json', type: 'application/json; charset=utf-8' }, fileOf(seal))
  const document = parseSealDocument(seal)
  const [found] = await Promise.all([changesSinceSeal(c.env.DB, seal), countOpening(c.env.DB, seal)])
  return c.html(
    <ReportDocumentPage document={document} at={{ sealedAt: seal.sealed_at }}>
      <SealFoot
        sealedAt={seal.sealed_at}
        sha256={seal.sha256}
        differences={found}
        rounding={document.rounding}
        showsChanges={seal.show_changes === 1}
        asksAgain={seal.passphrase !== null}
        timeZone={document.time_zone}
      />
    </ReportDocumentPage>,
  )
}

/** The seal of the address; 404 alike for a wrong, expired or revoked address. */
const sealIn = async (c: Context<App>) => {
  await limitPublicPages(c)
  c.header('X-Robots-Tag', 'noindex, nofollow')
  c.header('Cache-Control', 'no-store')
  return openSeal(c.env.DB, c.req.param('secret') ?? '', Date.now())
}

/** `/r/:secret`: a sealed report at its secret address. */
export const sealedReports = new Hono<App>()
  .get('/:secret', async (c) => {
    const seal = await sealIn(c)
    if (!seal) return c.notFound()
    if (seal.passphrase !== null) return c.html(<PassphrasePage path={c.req.path} />)
    return show(c, seal, c.req.query('file') === '1')
  })

  .post('/:secret', async (c) => {
    const seal = await sealIn(c)
    if (!seal) return c.notFound()
    const key = `seal ${seal.user_id} ${seal.report_id}`
    const guesses = [
      { key: await networkKey(c, key), limit: guessesAMinute, seconds: 60 },
      { key, limit: guessesOfAll, seconds: 60 },
    ]
    await rateLimit(c, 'public', guesses, 'Too many passphrases.')
    const { passphrase, file } = await submittedFields(c)
    const isRight =
      seal.passphrase === null ||
      (typeof passphrase === 'string' && (await matchesPassphrase(passphrase, seal.passphrase)))
    if (isRight) return show(c, seal, file === '1')
    logEvent(c, 'passphrase_refused', { user: seal.user_id })
    c.status(422)
    return c.html(<PassphrasePage path={c.req.path} isWrong />)
  })

const File = z.object({ format: z.literal('daymark-report'), sha256: z.string(), document: z.string() })

/** Compares the seal in a file with the stored one. */
const verdictOf = async (c: Context<App>, text: string) => {
  const file = (() => {
    try {
      return File.safeParse(JSON.parse(text)).data
    } catch {
      return undefined
    }
  })()
  if (!file) return { verdict: 'unreadable' as const }
  const sha256 = await sha256Hex(file.document)
  if (sha256 !== file.sha256) return { verdict: 'changed' as const, sha256 }
  const at = await readSealTime(c.env.DB, sha256, Date.now())
  return at === null
    ? { verdict: 'unknown' as const, sha256 }
    : { verdict: 'sealed' as const, sha256, sealed_at: new Date(at).toISOString() }
}

/** `/verify`: checks the digest of a downloaded report, without an account. */
export const verify = new Hono<App>()
  .get('/', (c) => c.render(<VerifyPage />, { title: 'Check a report', isUnlisted: true }))

  .post('/', async (c) => {
    await limitPublicPages(c)
    const sent = c.req.header('Content-Type')?.startsWith('application/json')
      ? await c.req.text()
      : (await submittedFields(c)).file
    const text = typeof sent === 'string' ? sent : ((await sent?.text()) ?? '')
    const result = await verdictOf(c, text)
    if (wantsJson(c)) return c.json(result)
    return c.render(<VerifyPage {...result} />, { title: 'Check a report', isUnlisted: true })
  })
