import type { Child } from 'hono/jsx'
import type { PublicChunk } from '../../../functions/learning/plan-pages/page-data'
import { sharedPath } from '../../../functions/learning/plans/schema'
import { duration, plural } from '../../../functions/lib/text/format'
import { LinkButton, PostButton } from '../../ui/button'
import { RowList, RowMeta, Section, TextLink } from '../../ui/section'
import { ChunkContent, Introduction } from '../plan-pages/chunk'

type Props = {
  title: string
  secret: string
  /** The browser sends a session. */
  isSignedIn: boolean
  owner: string
  introduction: Child
  chunks: PublicChunk[]
}

const Chunk = ({ chunk }: { chunk: PublicChunk }) => (
  <li>
    <div class="what">
      <h3>
        <bdi>{chunk.title}</bdi>
      </h3>
      <RowMeta parts={[chunk.duration_minutes !== null && duration(chunk.duration_minutes * 60)]} />
      <ChunkContent chunk={chunk} />
    </div>
  </li>
)

/** Makes a copy of the plan, for who is signed in. */
const UsePlan = ({ secret, isSignedIn }: Pick<Props, 'secret' | 'isSignedIn'>) => {
  const label = 'Use this plan'
  return isSignedIn ? (
    <PostButton variant="primary" action={`${sharedPath}/copies/${secret}`} label={label} />
  ) : (
    <LinkButton variant="primary" href={`/sign-in?${new URLSearchParams({ next: `/p/${secret}` })}`}>
      {label}
    </LinkButton>
  )
}

/** `/p/:secret` */
export const PublicPlanPage = ({ title, owner, introduction, chunks, ...way }: Props) => {
  const minutes = chunks.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0), 0)
  return (
    <article class="public-plan">
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <p class="grey">
        A plan by <bdi>{owner}</bdi>
      </p>
      <UsePlan {...way} />
      <Introduction text={introduction} />
      <Section
        id="plan-chunks"
        title={plural(chunks.length, 'chunk')}
        summary={minutes > 0 && `${duration(minutes * 60)} in all`}
      >
        <RowList ordered rows={chunks} item={(chunk) => <Chunk chunk={chunk} />} />
      </Section>
      <footer class="grey">
        With Daymark you learn by a plan like this, see where your time goes, and how far your goals are.{' '}
        <TextLink href="/sign-in">Have a look</TextLink>
      </footer>
    </article>
  )
}
