import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { CaptureForm, CapturePreview } from '../../views/capture/form'
import { ButtonText, entryParts } from '../../views/entry/parts'
import { interpretFor } from '../entry/execute'
import { runEntry } from '../entry/routes'
import { answerSuggestions } from '../entry/suggest/answer'
import { type App, todayOf } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { cameFrom, wantsFragment } from '../lib/page'
import { fragmentsWith } from '../lib/respond'
import { addedToast, lineOf } from '../line/parts'
import { lineField } from '../line/routes'
import { rowKinds } from './kinds'
import { type CaptureKind, captureKinds, kindOf, takesOf } from './line'

const title = 'Capture'

/** In characters. */
const lineLimit = 500

/** The kind that was chosen, undefined for that of the words. */
const kind = z
  .enum(captureKinds)
  .or(z.literal('').transform(() => undefined))
  .optional()
  .catch(undefined)

const CaptureInput = z.object({
  entry: lineField(lineLimit, 'Enter a line'),
  kind,
  /** The kind that the button named; empty where none did yet. */
  does: kind,
})

/** Understands a line for a session as the entry line does. */
const readSession = async (c: Context<App>, line: string) => {
  const now = Date.now()
  const input = { text: line, org: c.var.org }
  const reading = await interpretFor(c.env.DB, c.var.user, input, now)
  const preview = { ...reading, reader: c.var.user.preferences, today: todayOf(c) }
  return {
    kind: 'session' as const,
    line: { input, reading, now },
    parts: entryParts(preview),
    does: <ButtonText {...preview} />,
  }
}

/** Understands a line. `chosen` is the kind that the person chose for it. */
const read = async (c: Context<App>, line: string, chosen?: CaptureKind) => {
  const { kind, rest } = kindOf(line, todayOf(c), chosen)
  return kind === 'session' ? readSession(c, rest) : { kind, ...(await rowKinds[kind].read(c, rest)) }
}
type Captured = Awaited<ReturnType<typeof read>>

type Draft = { value?: string; chosen?: string; errors?: string[]; captured?: Captured }

const captureForm = (c: Context<App>, draft: Draft = {}) => <CaptureForm {...draft} isPage={!wantsFragment(c)} />

const refuse = async (c: Context<App>, captured: Captured, errors: string[]) => {
  const { entry = '', kind: chosen = '' } = submittedText(c)
  c.status(422)
  return c.render(captureForm(c, { value: entry, chosen, errors, captured }), { title, heading: true })
}

const add = async (c: Context<App>, captured: Exclude<Captured, { kind: 'session' }>) => {
  const { path, changed } = rowKinds[captured.kind]
  const id = uuid()
  // Browsers without script go on where the line was typed, except on its own page.
  const before = cameFrom(c, path)
  const page = before.startsWith('/capture') ? path : before
  const toast = addedToast(c, captured, `${path}/${id}`)
  const answer = fragmentsWith(c, async () => changed(c, { toast, page, more: captureForm(c) }))
  return (await captured.add(id)) ? answer() : refuse(c, captured, ['Nothing was added. Try again.'])
}

/** `/capture`: previews a line of any kind while it is typed, then adds what it says. */
export const captureRoutes = new Hono<App>()
  .get('/', async (c) => {
    const value = lineOf(c.req.query('entry'), lineLimit)
    const chosen = kind.parse(c.req.query('kind') ?? '')
    const captured = value === '' ? undefined : await read(c, value, chosen)
    // Cancel asks for the form without a line.
    if (wantsFragment(c) && c.req.query('entry') !== undefined) return c.render(<CapturePreview captured={captured} />)
    return c.render(captureForm(c, { value, chosen, captured }), { title, heading: true })
  })

  .get('/suggestions', (c) =>
    answerSuggestions(c, (line, today) => takesOf(line, today, kind.parse(c.req.query('kind') ?? ''))),
  )

  .post(
    '/',
    form(CaptureInput, title, (c, { values, errors }) =>
      captureForm(c, { value: values.entry, chosen: values.kind, errors: errors.entry }),
    ),
    async (c) => {
      const { entry, kind: chosen, does } = c.req.valid('form')
      const captured = await read(c, entry, chosen)
      if (does !== undefined && does !== captured.kind) {
        return refuse(c, captured, ['The line means something else by now. Look at the button, and press it again.'])
      }
      if (captured.kind === 'session') {
        return runEntry(c, captured.line, captureForm(c), (_, errors) => refuse(c, captured, errors))
      }
      return captured.errors.length > 0 ? refuse(c, captured, captured.errors) : add(c, captured)
    },
  )
