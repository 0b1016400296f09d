import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Suggestions } from '../../../views/filing/tags/page'
import { MeetingContext } from '../../../views/people/meetings/beside'
import { MeetingFields, meetingControls, meetingFormValues } from '../../../views/people/meetings/form'
import { MeetingHead, MeetingList, MeetingPage, MeetingsHead, MeetingsPage } from '../../../views/people/meetings/page'
import { MeetingItem } from '../../../views/people/meetings/row'
import { selectedKind } from '../../changes/selected'
import { writeLater } from '../../lib/db/daily-rows'
import { allRows, commit, sql } from '../../lib/db/sql'
import { type App, localNow, rowLoader, todayOf } from '../../lib/env'
import { differences } from '../../lib/http/conflict'
import { type AnyDraft, answerStale, form, submittedText } from '../../lib/http/form'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { redirectTo, respondProblem } from '../../lib/http/respond'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { choicesOf, conflictFields } from '../../lib/resource/kind'
import { listedPages } from '../../lib/resource/listed-pages'
import { newRowOrg } from '../../lib/resource/new-row-filing'
import { saveNote } from '../../lib/resource/notes'
import { matchesSearch } from '../../lib/search/match'
import { dateText } from '../../lib/text/format'
import { foldText, isolateDirection } from '../../lib/text/text'
import { respondConflict } from '../../time/timer/fragments'
import { undoStop } from '../../time/timer/undo'
import { meetingContext } from './beside'
import { isCalendarDue } from './calendars/queries'
import { MeetingsView, meetingsPage } from './list'
import { nextForm, postNext } from './next'
import { meeting, namesIn } from './queries'
import { addNextMeeting, findNextMeeting, nextText, readWithNext, removeNextMeeting } from './repeat'
import { deleteMeeting, meetingResource, type NoteSave, restoreMeeting, saveNotes } from './resource'
import {
  type ListedMeeting,
  MeetingForm,
  meetingKind,
  NewMeetingForm,
  type NoteField,
  namesText,
  noteField,
  noteFields,
  noteNames,
  noteVersionColumns,
} from './schema'
import {
  addLearning,
  endMeeting,
  followUpOf,
  LearningTitle,
  logMeeting,
  type MeetingEnv,
  renderLearnings,
  renderSession,
  sessionOf,
  startMeeting,
} from './session'

const notRepeating = {
  status: 409,
  code: 'not_repeating',
  title: 'Nothing was skipped',
  detail: 'This meeting no longer repeats.',
} as const

type WithRow = App & { Variables: { row: ListedMeeting } }

/** Saves a note while it is typed. */
const postNote = async (c: Context<WithRow>) => {
  const { DB } = c.env
  const { user } = c.var
  const { id } = c.var.row
  const { data: field } = noteField.safeParse(c.req.param('field'))
  if (!field) return c.notFound()
  const read = async () => {
    const row = await meeting(DB, user.id, id)
    return row && { version: row[noteVersionColumns[field]], text: row[field] }
  }
  return saveNote(c, meetingKind.fields[field].member.unwrap(), read, async (text, { version }) => {
    const saved = await commit(
      DB,
      user.id,
      [],
      saveNotes(DB, user.id, id, [[field, { text, base: version }]], Date.now()),
    )
    return saved ? version + 1 : null
  })
}

const Typed = meetingKind.NewForm.pick({ preparation_notes: true, questions_asked: true, outcome_notes: true })

/** Notes of a form that differ from the saved ones, each with the version that the form shows. */
const savesOf = (row: ListedMeeting, typed: z.output<typeof Typed>, submitted: Record<string, string>) =>
  noteFields.flatMap((field): [NoteField, NoteSave][] => {
    const text = typed[field]
    if (text === undefined || text === row[field]) return []
    // `sent`: the script may be saving the same text at this moment.
    return [[field, { text, sent: text, base: Number(submitted[noteVersionColumns[field]] || Number.NaN) }]]
  })

/** Returns a handler that saves all notes of a form, then responds with `done`. */
const savesNotes = (done: (c: Context<WithRow>) => Response | Promise<Response>) => async (c: Context<WithRow>) => {
  const { DB } = c.env
  const { row, user } = c.var
  const page = pathTo`/meetings/${row.id}`
  const submitted = submittedText(c)
  const typed = Typed.safeParse(submitted)
  if (!typed.success) {
    const detail = typed.error.issues.map(({ message }) => message).join('. ')
    return respondProblem(c, { status: 422, code: 'invalid', title: 'Invalid notes', detail })
  }
  const saves = savesOf(row, typed.data, submitted)
  const isSeen = saves.every(([field, { base }]) => base === row[noteVersionColumns[field]])
  if (
    saves.length === 0 ||
    (isSeen && (await commit(DB, user.id, [], saveNotes(DB, user.id, row.id, saves, Date.now()))))
  ) {
    return done(c)
  }
  const saved = await meeting(DB, user.id, row.id)
  if (saved === null) return c.notFound()
  const versions = Object.fromEntries(
    noteFields.map((field) => [noteVersionColumns[field], String(saved[noteVersionColumns[field]])]),
  )
  const described = Object.fromEntries(noteFields.map((field) => [field, [noteNames[field]] as [string]]))
  return answerStale(c, {
    what: 'meeting',
    title: `Notes of ${saved.title}`,
    page,
    action: `${page}/notes`,
    saved,
    fields: differences({ ...saved, ...typed.data }, saved, described),
    values: { ...submitted, ...versions },
  })
}

/** Saves all notes at once, for browsers without script. */
const postNotes = savesNotes((c) => redirectTo(c, pathTo`/meetings/${c.var.row.id}`, { message: 'Notes saved' }))

const offered = 20

/** Query of `/meetings/suggestions`: the typed text of the field. */
const TypedPeople = z.object({ people: z.string().max(5_000).catch('') })

/** Completions of a field with names: the names before the last one, with a person who matches the last one. */
const peopleSuggestions = async (db: D1Database, userId: string, org: Org, typed: string) => {
  const names = namesIn(typed)
  const isBegun = typed.trim() !== '' && !/,\s*$/.test(typed)
  const last = isBegun ? (names.at(-1) ?? '') : ''
  const before = isBegun ? names.slice(0, -1) : names
  const found = await allRows<{ name: string }>(sql(db)`
    SELECT name FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'person')}
      ${matchesSearch('people.id', last, { userId, kind: 'person' })}
    ORDER BY name COLLATE NOCASE
    LIMIT ${3 * offered}`)
  return [...new Set(found.map(({ name }) => name))]
    .filter((name) => !before.includes(name) && name !== last && foldText(name).includes(foldText(last)))
    .slice(0, offered)
    .map((name) => namesText([...before, name]))
}

const readerOf = (c: Context<App>) => c.var.user.preferences

const readMeetings = async (c: Context<App>, query: Record<string, string>) => {
  const { user, org } = c.var
  const now = localNow(user)
  const read = () => meetingsPage(c.env.DB, user.id, org, MeetingsView.parse(query), now)
  const [page, isDue] = await Promise.all([
    readWithNext(c.env.DB, user.id, now, read),
    isCalendarDue(c.env.DB, user.id, now.instant),
  ])
  if (isDue) writeLater(c, async () => (await import('./calendars/refresh')).refreshDue(c.env, user, now.instant))
  return { ...page, reader: readerOf(c) }
}

/** Notes as HTML. Loads markdown when needed. */
const renderedNotes = async (row: ListedMeeting) => {
  const written = noteFields.filter((field) => row[field] !== '')
  if (written.length === 0) return {}
  const { formattedNotes } = await import('../../lib/text/markdown')
  return Object.fromEntries(written.map((field) => [field, formattedNotes(row[field])]))
}

const { pages, routes } = listedPages(meetingResource, {
  path: '/meetings',
  title: 'Meetings',
  titleOf: ({ title }) => title,
  create: NewMeetingForm,
  edit: MeetingForm,
  read: readMeetings,
  view: (page) => <MeetingsPage {...page} />,
  list: (page) => (
    <>
      <MeetingList {...page} oob />
      <MeetingsHead {...page} oob />
    </>
  ),
  item: (row, c) => <MeetingItem meeting={row} reader={readerOf(c)} today={todayOf(c)} />,
  head: async (c, row) => {
    const [session, next] = await Promise.all([sessionOf(c, row.id), findNextMeeting(c.env.DB, c.var.user.id, row.id)])
    return <MeetingHead meeting={row} session={session} next={next} reader={readerOf(c)} now={localNow(c.var.user)} />
  },
  page: async (c, row) => {
    const [followUp, beside] = await Promise.all([followUpOf(c, row.id), meetingContext(c.env.DB, c.var.user.id, row)])
    return (
      <MeetingPage
        meeting={row}
        {...followUp}
        beside={beside}
        rendered={await renderedNotes(row)}
        isStarted={c.req.query('at') === 'notes'}
        reader={readerOf(c)}
        now={localNow(c.var.user)}
      />
    )
  },
  messageOf: ({ action, before, values }, today) => {
    if (action === 'add' && values) return `Meeting added for ${dateText(values.date ?? today, today)}`
    return action === 'delete' && before && before.repeat !== 'none'
      ? 'Meeting deleted. It no longer repeats'
      : undefined
  },
  inPlace: {
    fields: ['title', 'date', 'time', 'duration_minutes', 'repeat', 'people', ...meetingKind.ids],
    typed: (row, c) => meetingFormValues({ row, clock: readerOf(c).clock }),
    control: async (c, row, name, field) => {
      const choices = name.endsWith('_id') ? await choicesOf(c, meetingKind.ids) : []
      return meetingControls({ row, choices, clock: readerOf(c).clock }, field)[name]
    },
  },
  fields: async (c, { row, draft, idPrefix }) => (
    <MeetingFields
      row={row}
      draft={draft}
      linked={row ? {} : { organization: newRowOrg(c), ...c.req.query() }}
      choices={await choicesOf(c, meetingKind.ids)}
      today={todayOf(c)}
      clock={c.var.user.preferences.clock}
      idPrefix={idPrefix}
    />
  ),
  described: async (c, saved) => ({ ...(await conflictFields(c, meetingKind, saved)), people: ['People'] }),
})

export const meetingPages = pages

export const selectedMeetings = selectedKind({ kind: 'meeting', acts: meetingKind.acts }, { pages, routes })

const readRow = (c: Context<App>, id = c.req.param('id') ?? '') => meeting(c.env.DB, c.var.user.id, id)

const loadMeeting = rowLoader('row', meeting)

/** Deletes a meeting of a series that does not take place, and adds the next one. */
const skipMeeting = async (c: Context<MeetingEnv>) => {
  const { DB } = c.env
  const { row, user } = c.var
  const { today, instant } = localNow(user)
  const next = addNextMeeting(DB, user.id, row, today, instant)
  if (next.length === 0) return respondProblem(c, notRepeating)
  const { statements, outdates = [] } = deleteMeeting(DB, user.id, row.id, instant)
  if (!(await commit(DB, user.id, outdates, [...next, ...statements]))) return c.notFound()
  const message = `Meeting skipped. ${nextText(row, today)}`
  return pages.listChanged(c, { message, undo: undoPath('meeting.skip', row.id) })
}

export const undoMeetingSkip = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const { statements, outdates = [] } = restoreMeeting(DB, user.id, id, Date.now())
  const done = await commit(DB, user.id, outdates, [...statements, ...removeNextMeeting(DB, user.id, id)])
  if (!done && !(await readRow(c, id))) return c.notFound()
  return pages.listChanged(c, { message: 'Meeting restored' })
}

/** Resumes the timer of an ended meeting, and deletes the next meeting that its end added. */
export const undoEnd = async (c: Context<App>, id: string, session: string, seq: string) => {
  const { user } = c.var
  const row = await readRow(c, id)
  if (!row) return c.notFound()
  const action = { id: session, seq: Number(seq) }
  const done = await undoStop(c.env.DB, user, action, Date.now(), removeNextMeeting(c.env.DB, user.id, id))
  if (done !== 'undone') return respondConflict(c, done.current)
  return redirectTo(c, pathTo`/meetings/${row.id}`, { message: `${isolateDirection(row.title)} is still running` })
}

/** `/meetings` */
export const meetings = new Hono<App>()
  .get('/suggestions', async (c) => {
    const { people } = TypedPeople.parse(c.req.query())
    const values = await peopleSuggestions(c.env.DB, c.var.user.id, c.var.org, people)
    return c.render(<Suggestions values={values} />, { title: 'Matching people', heading: true })
  })
  .post('/:id/notes/:field', loadMeeting, postNote)
  .post('/:id/notes', loadMeeting, postNotes)
  .get('/:id/session', loadMeeting, renderSession)
  .get('/:id/beside', loadMeeting, async (c) => {
    const { row, user } = c.var
    const beside = await meetingContext(c.env.DB, user.id, row)
    return c.render(<MeetingContext meeting={row} beside={beside} reader={user.preferences} today={todayOf(c)} />)
  })
  .post('/:id/end', loadMeeting, savesNotes(endMeeting))
  .post('/:id/skip', loadMeeting, skipMeeting)
  .get('/:id/next', loadMeeting, nextForm)
  .post('/:id/next', loadMeeting, postNext)
  .post('/:id/log', loadMeeting, logMeeting)
  .post('/:id/start', loadMeeting, startMeeting)
  .post(
    '/:id/learnings',
    loadMeeting,
    form<typeof LearningTitle, MeetingEnv>(LearningTitle, 'New learning', (c, draft) =>
      renderLearnings(c, draft as AnyDraft),
    ),
    (c) => addLearning(c, c.req.valid('form').title),
  )
  .route('/', selectedMeetings.routes)
