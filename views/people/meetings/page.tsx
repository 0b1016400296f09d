import type { Child } from 'hono/jsx'
import type { LocalNow } from '../../../functions/lib/env'
import { isFiltered, listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, plural } from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import { repeatText } from '../../../functions/lib/time/repeat'
import type { MeetingBackground } from '../../../functions/people/meetings/beside'
import type { MeetingsPage as Page } from '../../../functions/people/meetings/list'
import { isOver } from '../../../functions/people/meetings/of-day'
import type { NextOccurrence } from '../../../functions/people/meetings/repeat'
import {
  type BriefLearning,
  dateWords,
  type ListedMeeting,
  lengthWords,
  type MeetingReader,
  meetingKind,
  type NoteField,
  type SessionOfMeeting,
  timeWords,
} from '../../../functions/people/meetings/schema'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { SourceActions } from '../../tasks/tasks/with-people'
import { LinkButton } from '../../ui/button'
import { Icon, ProjectName } from '../../ui/icon'
import { EditableFact, Facts, RowOfPage } from '../../ui/in-place'
import { ItemHead, MenuLink } from '../../ui/item'
import { filtersOf, ListFoot, ListHead, ListRegion, ListSearch, NoneYet, NoRows } from '../../ui/listing'
import { Columns, NameLink, Pagination, RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { MeetingContext } from './beside'
import { LinesToDo, Note, NotesForm } from './notes'
import { instantOf, MeetingItem, MeetingPeople } from './row'
import { MeetingLearnings, MeetingSession } from './session'

const kind = { path: '/meetings', name: 'meeting', many: 'meetings' } as const

type Props = Page & { reader: MeetingReader; oob?: boolean }

type ItemsProps = Pick<Props, 'reader' | 'today'> & { rows: ListedMeeting[] }

const Items = ({ rows, reader, today }: ItemsProps) => (
  <RowList rows={rows} item={(meeting) => <MeetingItem meeting={meeting} reader={reader} today={today} />} />
)

const None = () => <NoneYet kind={kind}>Prepare meetings, take notes, and keep track of what follows.</NoneYet>

const sides = { ahead: ['Ahead', 'All ahead'], past: ['Past', 'All past meetings'] } as const

type SideProps = Props & { side: keyof typeof sides; hasMore: boolean }

/** Meetings before or after today. If the page shows both, with a link to all of them. */
const Side = ({ side, hasMore, ...page }: SideProps) => {
  const { view } = page
  const [title, all] = sides[side]
  if (page[side].length === 0 && (side === 'past' || view.when !== '')) return null
  const link = <TextLink href={listPath('/meetings', { ...view, when: side })}>{all}</TextLink>
  return (
    <Section id={side} title={title} aside={view.when === '' && hasMore && link}>
      {page[side].length === 0 && <p class="grey">Nothing planned</p>}
      <Items {...page} rows={page[side]} />
    </Section>
  )
}

/** The list of meetings. A write replaces all of it except rows being edited. */
export const MeetingList = (page: Props) => {
  const { view, found, ahead, past, next, oob } = page
  const count = (found ?? [...ahead, ...past]).length
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
      {count === 0 ? (
        <NoRows
          kind={kind}
          view={view}
          next={next}
          actions={<LinkButton href="/meetings">All meetings</LinkButton>}
          none={<None />}
        />
      ) : found ? (
        <Section id="found" title="Found">
          <Items {...page} rows={found} />
        </Section>
      ) : (
        <>
          <Side {...page} side="ahead" hasMore={page.hasMoreAhead} />
          <Side {...page} side="past" hasMore={page.hasMorePast} />
        </>
      )}
      <Pagination
        later={
          view.when ? { href: listPath('/meetings', { ...view, when: '', after: '' }), label: 'Meetings' } : undefined
        }
        earlier={next ? { href: listPath('/meetings', { ...view, after: next }), label: 'More meetings' } : undefined}
      />
    </ListRegion>
  )
}

/** People of the listed meetings by name, and the chosen person. */
const peopleOf = ({ found, ahead, past, person }: Page) => {
  const listed = (found ?? [...ahead, ...past]).flatMap(({ attending }) => attending)
  const names = new Map([...listed, ...(person ? [person] : [])].map(({ id, name }) => [id, name]))
  return [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}

const Filters = (page: Props) => {
  const { view, organizations } = page
  const filter = filtersOf(kind, view)
  const people = peopleOf(page)
  return (
    <ListSearch
      kind={kind}
      view={view}
      placeholder="Title or notes"
      filters={[
        people.length > 0 && { label: 'Person', all: 'All people', options: people, ...filter('person') },
        { label: 'Organization', all: 'All organizations', options: organizations, ...filter('organization') },
      ]}
    >
      {view.project && <input type="hidden" name="project" value={view.project} />}
      {view.when && <input type="hidden" name="when" value={view.when} />}
    </ListSearch>
  )
}

export const MeetingsHead = (page: Props) => {
  const { view, person, oob } = page
  return (
    <ListHead
      kind={kind}
      query={listPath('', { people: person?.name ?? '', project: view.project })}
      oob={oob}
      aside={
        (page.found ?? [...page.ahead, ...page.past]).length === 0 &&
        !isFiltered(view) && (
          <LinkButton icon="reviews" href="/meetings/calendars">
            Follow a calendar
          </LinkButton>
        )
      }
      more={
        <>
          <MenuLink icon="reviews" label="Subscribed calendars" href="/meetings/calendars" />
          <MenuLink icon="import" label="Import a calendar" href="/meetings/import" />
        </>
      }
    >
      <Filters {...page} />
    </ListHead>
  )
}

/** `/meetings` */
export const MeetingsPage = (page: Props) => (
  <>
    <MeetingsHead {...page} />
    <MeetingList {...page} />
    <ListSelection of={kind} acts={meetingKind.acts} />
    <ListFoot />
  </>
)

type HeadProps = {
  meeting: ListedMeeting
  session: { session: SessionOfMeeting | null; isOtherRunning: boolean }
  /** The next meeting after this one. */
  next: NextOccurrence | null
  reader: MeetingReader
  now: LocalNow
}

/** Head of a meeting's page, with its facts. */
export const MeetingHead = ({ meeting, session, next, reader, now }: HeadProps) => {
  const url = pathTo`/meetings/${meeting.id}`
  const { today } = now
  const { attending } = meeting
  const one = attending.length === 1 ? attending[0] : undefined
  return (
    <RowOfPage id={`meeting-${meeting.id}`} region={url}>
      <ItemHead
        url={url}
        title={<RowTitle href={url} name={meeting.title} data-edits="title" />}
        back={{ href: '/meetings', name: 'Meetings' }}
        menu={
          meeting.repeat !== 'none' && (
            <form method="post" action={`${url}/skip`}>
              <button type="submit">
                <Icon name="right" />
                Skip this one
              </button>
            </form>
          )
        }
        facts={[
          attending.length > 1 && <MeetingPeople meeting={meeting} />,
          next && <NameLink href={pathTo`/meetings/${next.id}`} name={`next on ${dayMonth(next.date, today)}`} />,
        ]}
      >
        <MeetingSession meeting={meeting} {...session} reader={reader} now={now} />
      </ItemHead>
      <Facts>
        <EditableFact label="Date" field="date">
          <time datetime={instantOf(meeting)}>{dateWords(meeting, reader, today)}</time>
        </EditableFact>
        <EditableFact label="Time" field="time">
          {timeWords(meeting, reader)}
        </EditableFact>
        <EditableFact label="Length" field="duration_minutes">
          {lengthWords(meeting)}
        </EditableFact>
        <EditableFact label="Repeats" field="repeat">
          {capitalize(repeatText(meeting) ?? '')}
        </EditableFact>
        <EditableFact label="People" field="people" href={one && pathTo`/people/${one.id}`}>
          {one ? <bdi>{one.name}</bdi> : attending.length > 0 && plural(attending.length, 'person', 'people')}
        </EditableFact>
        <EditableFact label="Project" field="project_id" href={pathTo`/projects/${meeting.project_id}`}>
          {meeting.project_name && <ProjectName name={meeting.project_name} color={meeting.project_color} />}
        </EditableFact>
        <EditableFact
          label="Organization"
          field="organization_id"
          href={pathTo`/organizations/${meeting.organization_id}`}
        >
          {meeting.organization_name && <bdi>{meeting.organization_name}</bdi>}
        </EditableFact>
      </Facts>
    </RowOfPage>
  )
}

type MeetingPageProps = Pick<HeadProps, 'meeting' | 'reader' | 'now'> & {
  beside: MeetingBackground
  learnings: BriefLearning[]
  items: ListedTask[]
  /** True if the meeting has just begun: the notes are focused. */
  isStarted: boolean
  /** Notes as HTML, for notes that have markdown. */
  rendered: Partial<Record<NoteField, Child>>
}

/** `/meetings/:id`: to prepare, hold and follow up a meeting. */
export const MeetingPage = (props: MeetingPageProps) => {
  const { meeting, beside, learnings, items, isStarted, rendered, reader, now } = props
  const { today } = now
  const note = (field: NoteField) => (
    <Note
      meeting={meeting}
      field={field}
      isFocused={field === 'outcome_notes' && isStarted}
      rendered={rendered[field]}
    />
  )
  const isPast = isOver(meeting, now)
  return (
    <>
      <NotesForm meeting={meeting} />
      <Columns kind="lead">
        <div>
          <Section id="meeting-notes" title="Notes">
            {isPast && note('outcome_notes')}
            {note('preparation_notes')}
            {note('questions_asked')}
            {!isPast && note('outcome_notes')}
          </Section>
          <LinesToDo meeting={meeting} items={items} />
          <SourceActions source={{ type: 'meeting', id: meeting.id }} items={items} today={today} />
        </div>
        <div>
          <MeetingContext meeting={meeting} beside={beside} reader={reader} today={today} />
          <MeetingLearnings meeting={meeting} learnings={learnings} />
        </div>
      </Columns>
    </>
  )
}
