import type { PlannedList } from '../../functions/sessions/planned'
import { Rows } from '../ui/rows'
import { Section } from '../ui/section'
import { type Reader, SessionRow } from './row'

type PlannedProps = { planned: PlannedList | null; reader: Reader; today: string }

/** Sessions that end in the future; empty without any, so that one can be swapped in. */
export const PlannedSection = ({ planned, reader, today }: PlannedProps) => (
  <div id="planned-sessions" class="planned">
    {planned && planned.sessions.length > 0 && (
      <Section id="planned" title="Planned" summary="each counts once it has ended">
        <Rows ordered>
          {planned.sessions.map((session) => (
            <SessionRow session={session} names={planned.names} reader={reader} showDay today={today} />
          ))}
        </Rows>
      </Section>
    )}
  </div>
)
