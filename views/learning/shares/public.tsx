import type { Child } from 'hono/jsx'
import type { PublicChunk } from '../../../functions/learning/plan-pages/page-data'
import { type PartOfChunks, sharedPath } from '../../../functions/learning/plans/schema'
import { duration, plural } from '../../../functions/lib/text/format'
import { LinkButton, PostButton } from '../../ui/button'
import { RowList, RowMeta, Section, TextLink } from '../../ui/section'
import { ChunkContent, Introduction } from '../plan-pages/chunk'
import { ChunkParts } from '../plan-pages/chunks'

type Props = {
  title: string
  secret: string
  /** True if the visitor is signed in. */
  isSignedIn: boolean
  owner: string
  introduction: Child
  /** Planned minutes of all chunks. */
  minutes: number
  part: PartOfChunks<PublicChunk>
}

const Chunk = ({ chunk }: { chunk: PublicChunk }) => (
  <li class="py-4">
    <div>
      <h3 class="text-text">
        <bdi>{chunk.title}</bdi>
      </h3>
      <RowMeta parts={[chunk.duration_minutes !== null && duration(chunk.duration_minutes * 60)]} />
      <ChunkContent chunk={chunk} />
    </div>
  </li>
)

/** Button that copies the plan, for a visitor who is signed in. */
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
export const PublicPlanPage = ({ title, owner, introduction, minutes, part, ...way }: Props) => {
  return (
    <article class="text-text **:[h2]:text-title **:[h4]:text-grey" data-reading>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <p class="grey">
        A plan by <bdi>{owner}</bdi>
      </p>
      <div class="mt-3">
        <UsePlan {...way} />
      </div>
      <Introduction text={introduction} class="mt-2" />
      <Section
        id="plan-chunks"
        title={plural(part.total, 'chunk')}
        summary={minutes > 0 && `${duration(minutes * 60)} in all`}
      >
        <RowList ordered rows={part.chunks} item={(chunk) => <Chunk chunk={chunk} />} />
        <ChunkParts part={part} path={`/p/${way.secret}`} />
      </Section>
      <footer class="mt-8 text-small text-grey">
        Daymark helps you follow a plan like this, see where your time goes and reach your goals.{' '}
        <TextLink href="/sign-in">Have a look</TextLink>
      </footer>
    </article>
  )
}
