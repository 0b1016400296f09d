import type { Child } from 'hono/jsx'
import type { ListedCard } from '../../functions/cards/schema'
import { cardTitle, dueText, waitOf, waitText } from '../../functions/cards/words'
import { tagList } from '../../functions/lib/text'
import { TagLink } from '../tag-link'
import { LinkButton } from '../ui/button'
import { RowMeta } from '../ui/rows'
import { PageHead, Section } from '../ui/section'

type Props = { card: ListedCard; question: Child; answer: Child; today: string }

/** `/cards/:id` */
export const CardPage = ({ card, question, answer, today }: Props) => (
  <>
    <PageHead
      title={<bdi>{cardTitle(card)}</bdi>}
      actions={
        <>
          <LinkButton href="/cards">All cards</LinkButton>
          <LinkButton icon="edit" href={`/cards/${card.id}/edit`}>
            Edit
          </LinkButton>
        </>
      }
    />
    <RowMeta
      parts={[
        dueText(card, today),
        card.is_new === 0 && `interval ${waitText(waitOf(card))}`,
        card.plan_title && <bdi>{card.plan_title}</bdi>,
        ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
        card.source && <bdi>{card.source}</bdi>,
      ]}
    />
    <Section id="question" title="Question">
      <div class="flashcard" dir="auto" hx-ignore>
        {question}
      </div>
    </Section>
    <Section id="answer" title="Answer">
      <div class="flashcard" dir="auto" hx-ignore>
        {answer}
      </div>
    </Section>
  </>
)
