import type { ListedPlan } from '../../../functions/learning/plans/schema'
import { planPath, planStatusNames } from '../../../functions/learning/plans/words'
import { LinkButton } from '../../ui/button'
import { TagLink } from '../../ui/field'
import { PageHead } from '../../ui/section'
import { PlanMenu } from './actions'

type Props = { plan: Pick<ListedPlan, 'id' | 'title' | 'status' | 'tags'> }

/** The head of a plan's page, which a change of its status replaces. */
export const PlanHead = ({ plan }: Props) => (
  <div id="plan-head">
    <PageHead
      title={<bdi>{plan.title}</bdi>}
      summary={
        <>
          {planStatusNames[plan.status]}
          {plan.tags.map((tag) => (
            <>
              {' '}
              · <TagLink kind="plan" tag={tag} />
            </>
          ))}
        </>
      }
      actions={
        <>
          <LinkButton icon="edit" href={planPath(plan.id, 'edit')}>
            Edit
          </LinkButton>
          <PlanMenu plan={plan} />
        </>
      }
    />
  </div>
)
