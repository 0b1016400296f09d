import type { PropsWithChildren } from 'hono/jsx'
import type { FirstSteps } from '../../functions/dashboard/queries'
import { Icon } from '../ui/icon'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section } from '../ui/section'

type StepProps = PropsWithChildren<{ href: string; title: string; done: boolean }>

const Step = ({ href, title, done, children }: StepProps) => (
  <li>
    <div>
      <RowTitle href={href}>{title}</RowTitle>
      <RowMeta parts={[children]} />
    </div>
    {done ? (
      <span class="badge good">
        <Icon name="check" />
        done
      </span>
    ) : (
      <span class="grey">
        <Icon name="right" />
      </span>
    )}
  </li>
)

export const Welcome = ({ steps }: { steps: FirstSteps }) => (
  <Section id="welcome" title="Welcome to Daymark">
    <p class="pb-3">
      Daymark shows where your days go and whether that moves your goals. Write down what you want to reach, log the
      time you spend, and it adds up by day, project and goal.
    </p>
    <Rows ordered>
      <Step href="/goals/new" title="Write down a goal" done={steps.goal === 1}>
        What do you want to reach, and by when?
      </Step>
      <Step href="/sessions/import" title="Bring in your time" done={steps.session === 1}>
        Log a first session in the line above, or import a time log: from Toggl Track or as CSV.
      </Step>
      <Step href="/settings" title="Set your day" done={steps.settings === 1}>
        Your time zone, when your day begins, rest days and the daily target.
      </Step>
    </Rows>
  </Section>
)
