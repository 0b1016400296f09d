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
      See where your time goes, and whether it moves your goals forward. Set goals, log your time, and Daymark adds it
      up by day, project and goal.
    </p>
    <Rows ordered>
      <Step href="/goals/new" title="Add your first goal" done={steps.goal === 1}>
        What do you want to achieve, and by when?
      </Step>
      <Step href="/sessions/import" title="Log or import time" done={steps.session === 1}>
        Log your first session in the line above, or import from Toggl Track or CSV.
      </Step>
      <Step href="/settings" title="Set up your day" done={steps.settings === 1}>
        Your time zone, when your day starts, rest days and daily target.
      </Step>
    </Rows>
  </Section>
)
