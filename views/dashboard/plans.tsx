import type { DashboardView } from '../../functions/dashboard/view'
import { PlanRow } from '../plan-pages/page'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** Plans to go on with, each with a button that starts the timer on its next chunk; nothing without any. */
export const OpenPlans = ({ plans }: DashboardView) =>
  plans.length > 0 && (
    <Section id="open-plans" title="Plans" aside={<TextLink href="/plans">All plans</TextLink>}>
      <Rows>
        {plans.map((plan) => (
          <PlanRow plan={plan} />
        ))}
      </Rows>
    </Section>
  )
