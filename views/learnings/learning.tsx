import type { Child } from 'hono/jsx'
import { type ListedLearning, sourceNames } from '../../functions/learnings/schema'
import { monthName } from '../../functions/lib/format'
import { learningsPath } from '../links'
import { Rendered } from '../plan-pages/chunk'
import { ItemHead } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { TextLink } from '../ui/section'
import { learningParts } from './row'

type Props = { learning: ListedLearning; content: Child; today: string }

/** `/learnings/:id` */
export const LearningPage = ({ learning, content, today }: Props) => {
  const month = learning.date.slice(0, 7)
  return (
    <>
      <ItemHead url={`/learnings/${learning.id}`} name={learning.title} />
      <RowMeta parts={[...learningParts(learning, today), `Source: ${sourceNames[learning.source].toLowerCase()}`]} />
      <div class="section" dir="auto" hx-ignore>
        <Rendered>{content}</Rendered>
      </div>
      <p class="section actions">
        <TextLink href={learningsPath({ month })}>Learned in {monthName(month, today)}</TextLink>
        <TextLink href="/learnings">All learnings</TextLink>
      </p>
    </>
  )
}
