import type { DashboardView } from '../../functions/dashboard/view'
import { SessionRow } from '../sessions/row'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

export const Recent = ({ recent, names, preferences, today }: DashboardView) => (
  <Section
    id="recent"
    title="Recent sessions"
    aside={recent.length > 0 && <TextLink href="/sessions">All sessions</TextLink>}
  >
    {recent.length > 0 ? (
      <Rows ordered>
        {recent.map((session) => (
          <SessionRow
            session={session}
            names={names}
            reader={preferences}
            showDay={session.days[0]?.[0] !== today}
            plain
          />
        ))}
      </Rows>
    ) : (
      <Empty
        title="No sessions yet"
        level={3}
        actions={<LinkButton href="/sessions/import">Import a time log</LinkButton>}
      >
        Your latest sessions appear here.
      </Empty>
    )}
  </Section>
)
