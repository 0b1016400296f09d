import type { PropsWithChildren } from 'hono/jsx'
import { LinkRow, RowList, Section } from '../../ui/section'

type Format = { href: string; label: string; holds: string }

const everything: Format[] = [
  { href: '/api/v1/exports/json', label: 'JSON', holds: 'all your data in one file, for your records and programs' },
  {
    href: '/api/v1/exports/csv',
    label: 'CSV tables',
    holds: 'all of it as tables in a zip file, for Excel, LibreOffice or Google Sheets',
  },
  {
    href: '/api/v1/exports/sql',
    label: 'SQL',
    holds: 'all of it as a database, for sqlite3 or DB Browser for SQLite',
  },
]

const parts: Format[] = [
  {
    href: '/api/v1/exports/markdown',
    label: 'Report',
    holds: 'goals, projects, plans, tasks, learnings and weeks in Markdown, for Obsidian',
  },
  {
    href: '/sessions.csv',
    label: 'Sessions as CSV',
    holds: 'your finished sessions, for a spreadsheet or to import here again',
  },
  {
    href: '/api/v1/exports/ics',
    label: 'Sessions as a calendar',
    holds: 'finished and planned, for Google Calendar, Apple Calendar or Outlook',
  },
  {
    href: '/api/v1/exports/anki',
    label: 'Cards for Anki',
    holds: 'all your cards, with a deck for each plan; opens with File, Import',
  },
]

type FormatsProps = PropsWithChildren<{ id: string; title: string; formats: Format[] }>

const Formats = ({ id, title, formats, children }: FormatsProps) => (
  <Section id={id} title={title}>
    <RowList
      rows={formats}
      item={({ href, label, holds }) => (
        <LinkRow href={href} download="" parts={[holds]} icon="download">
          <span class="sr-only">Download </span>
          {label}
        </LinkRow>
      )}
    />
    {children}
  </Section>
)

/** `/settings/export` */
export const ExportPage = () => (
  <>
    <Formats id="everything" title="Everything" formats={everything} />
    <Formats id="parts" title="To read, or for other programs" formats={parts}>
      <p class="hint">JSON, CSV tables and SQL include what you deleted.</p>
    </Formats>
  </>
)
