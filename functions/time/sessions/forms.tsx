import type { Context } from 'hono'
import {
  EditBlock,
  EditingRow,
  EditSession,
  NewSession,
  type SessionDraft,
  SessionField,
  sessionFieldsInPlace,
} from '../../../views/time/sessions/form'
import { ToastPart } from '../../../views/ui/toast'
import { type App, appContext, todayOf } from '../../lib/env'
import type { Difference } from '../../lib/http/conflict'
import { type AnyDraft, answerStale, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { isOwnPath, previousPath, wantsFragment } from '../../lib/http/respond'
import { fieldInPlace, formInPlace } from '../../lib/resource/edit-in-place'
import { sessionChoices } from './choices'
import { withGeneral } from './general'
import { isPlanned } from './planned'
import { SessionForm, type SessionRow } from './schema'
import { sessionTitle } from './title'
import { emptyValues, formValues } from './values'

export const newTitle = 'New session'
export const editTitle = 'Edit session'

/** Path that the form of a new session returns to, if the request names a path of this site. */
export const returnPath = (c: Context<App>) => {
  const back = c.req.method === 'POST' ? submittedText(c).back : c.req.query('back')
  return isOwnPath(back) ? back : undefined
}

export const newForm = async (c: Context<App>, draft?: SessionDraft) => {
  const { preferences, id } = c.var.user
  const asked = Object.entries(c.req.query()).filter(([name]) => Object.hasOwn(SessionForm.shape, name))
  const values = { ...emptyValues, date: todayOf(c), time_zone: preferences.time_zone, ...Object.fromEntries(asked) }
  const back = returnPath(c)
  return (
    <NewSession
      values={values}
      draft={draft}
      choices={withGeneral(await sessionChoices(c.env.DB, id, c.var.org), c.var.org)}
      back={back ?? (wantsFragment(c) ? previousPath(c, '/sessions') : '/sessions')}
      returns={back}
      inPlace={wantsFragment(c)}
    />
  )
}

const fieldsInPlace = Object.keys(sessionFieldsInPlace)

export const nameInPlace = <E extends App>(c: Context<E>) => fieldInPlace(appContext(c), fieldsInPlace)

/** Error if an inline edit would make a past session end in the future. */
export const futureError = <E extends App>(c: Context<E>): SessionDraft['errors'] | undefined => {
  const name = nameInPlace(c)
  if (name === 'block') return
  if (name === 'duration') return { duration: ['Enter a shorter duration: this ends in the future.'] }
  return name === undefined ? undefined : { ended_at: ['Enter an earlier end: this one is in the future.'] }
}

/** Form of a session, or of the field edited inline. */
export const editForm = async <E extends App>(c: Context<E>, session: SessionRow, draft?: SessionDraft) => {
  const name = nameInPlace(c)
  if (name === 'block') return blockForm(c, session, draft)
  return name === undefined ? wholeForm(c, session, draft) : oneField(c, session, name, draft)
}

const blockForm = async <E extends App>(c: Context<E>, session: SessionRow, draft?: SessionDraft) => (
  <EditBlock
    session={session}
    values={formValues(session, c.var.user.preferences.clock)}
    draft={draft}
    choices={await sessionChoices(c.env.DB, c.var.user.id, c.var.org, session)}
    back={previousPath(c, '/week')}
    isPlanned={isPlanned(session, Date.now())}
  />
)

const oneField = async <E extends App>(c: Context<E>, session: SessionRow, name: string, draft?: SessionDraft) => {
  const { id, preferences } = c.var.user
  const choices = name.endsWith('_id') ? await sessionChoices(c.env.DB, id, c.var.org, session) : undefined
  const form = { name, url: pathTo`/sessions/${session.id}`, title: sessionTitle(session), seq: session.seq }
  const shown = [...(sessionFieldsInPlace[name as keyof typeof sessionFieldsInPlace] ?? [])]
  return formInPlace(
    appContext(c),
    { ...form, shown, draft: draft as AnyDraft | undefined },
    <SessionField values={formValues(session, preferences.clock)} draft={draft} name={name} choices={choices} />,
  )
}

const wholeForm = async <E extends App>(c: Context<E>, session: SessionRow, draft?: SessionDraft) => (
  <EditSession
    session={session}
    values={formValues(session, c.var.user.preferences.clock)}
    draft={draft}
    choices={await sessionChoices(c.env.DB, c.var.user.id, c.var.org, session)}
    inPlace={wantsFragment(c)}
    returns={returnPath(appContext(c))}
  />
)

export const respondInvalidNew = async (c: Context<App>, errors: SessionDraft['errors']) => {
  c.status(422)
  return c.render(await newForm(c, { values: submittedText(c), errors }), { title: newTitle, heading: true })
}

export const respondInvalidEdit = async <E extends App>(
  c: Context<E>,
  session: SessionRow,
  errors: SessionDraft['errors'],
) => {
  c.status(422)
  return c.render(await editForm(c, session, { values: submittedText(c), errors }), {
    title: editTitle,
    heading: true,
  })
}

const labels: Record<string, string> = {
  started_at: 'Started',
  ended_at: 'Ended',
  duration: 'Duration',
  at: 'Split at',
}

const unchanged = { code: 'invalid', title: 'Nothing was changed' }

/** Problem for a write of a block that has changed since. */
export const staleBlockProblem = {
  ...unchanged,
  status: 409,
  code: 'moved_on',
  detail: 'It has changed since.',
} as const

/** Responds to a refused move of a block with a toast. @throws ProblemError 422 without htmx */
export const respondRefusedMove = <E extends App>(c: Context<E>, errors: Partial<Record<string, string[]>>) => {
  const [[name, messages = []] = ['']] = Object.entries(errors)
  const detail = [labels[name] ?? [], messages.join(' ')].flat().join(': ')
  if (!wantsFragment(c)) throw new ProblemError({ ...unchanged, status: 422, detail })
  return <ToastPart message={`${unchanged.title}. ${detail}`} />
}

export const respondInvalidMove = <E extends App>(c: Context<E>, errors: Partial<Record<string, string[]>>) => {
  c.status(422)
  return c.render(respondRefusedMove(c, errors))
}

/** Responds to a stale edit of a session or its block. The block then shows the saved version. */
export const respondStale = async <E extends App>(
  c: Context<E>,
  saved: SessionRow,
  fields: Difference[],
  isMove: boolean,
) => {
  const page = pathTo`/sessions/${saved.id}`
  const isBlock = isMove || nameInPlace(c) === 'block'
  const drawn = isBlock && (await c.var.redraws?.(Promise.resolve(null)))
  return answerStale(c, {
    what: 'session',
    title: 'Two versions of this session',
    saved,
    fields,
    ...(isBlock
      ? { page: previousPath(c, page), action: isMove ? `${page}/times` : page, target: '#block-conflict' }
      : { page }),
    row: (conflict) =>
      isBlock ? [<div id="block-conflict">{conflict}</div>, drawn] : <EditingRow id={saved.id}>{conflict}</EditingRow>,
  })
}
