import type { DashboardView } from '../../functions/dashboard/view'
import { TaskItem } from '../tasks/row'
import { StopDone } from '../tasks/timer'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** The first tasks of today, to start and to complete. */
export const Focus = ({ focus: { tasks, running, doneWhileRunning }, today }: DashboardView) => (
  <Section id="focus" title="Today’s focus" aside={<TextLink href="/tasks">All tasks</TextLink>}>
    <StopDone task={doneWhileRunning} />
    {tasks.length > 0 ? (
      <Rows id="focus-rows">
        {tasks.map((task) => (
          <TaskItem task={task} today={today} running={running} hidesDate />
        ))}
      </Rows>
    ) : (
      <Empty title="Nothing planned for today" level={3} actions={<LinkButton href="/tasks">Plan your day</LinkButton>}>
        Your first three tasks of today appear here.
      </Empty>
    )}
  </Section>
)
