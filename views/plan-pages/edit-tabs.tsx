import { planPath } from '../../functions/plans/paths'

const ways = [
  ['chunks', 'Chunks'],
  ['edit', 'Markdown'],
  ['details', 'Details'],
] as const

type Props = { planId: string; current: (typeof ways)[number][0] }

/** The ways in which a plan is edited. */
export const EditTabs = ({ planId, current }: Props) => (
  <nav class="ranges mb-4" aria-label="Ways to edit">
    <a href={planPath(planId)}>Plan</a>
    {ways.map(([action, name]) => (
      <a href={planPath(planId, action)} aria-current={action === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
