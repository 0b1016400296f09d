import type { Child } from 'hono/jsx'
import type { PublicChunk } from '../../../functions/learning/plan-pages/page-data'
import { duration } from '../../../functions/lib/format'
import { PageHead, RowList, RowMeta, Section } from '../../ui/section'
import { ChunkContent, Rendered } from '../plan-pages/chunk'

type Props = { title: string; owner: string; introduction: Child; chunks: PublicChunk[] }

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

/** `/p/:secret` */
export const PublicPlanPage = ({ title, owner, introduction, chunks }: Props) => {
  const minutes = chunks.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0), 0)
  return (
    <>
      <PageHead
        title={<bdi>{title}</bdi>}
        summary={
          <>
            a plan by <bdi>{owner}</bdi>
          </>
        }
      />
      {introduction && (
        <Section id="plan-introduction" title="About">
          <Rendered>
            <div dir="auto">{introduction}</div>
          </Rendered>
        </Section>
      )}
      <Section
        id="plan-chunks"
        title="Chunks"
        summary={[chunks.length, minutes > 0 && duration(minutes * 60)].filter(Boolean).join(' · ')}
      >
        <RowList ordered rows={chunks} item={(chunk) => <Chunk chunk={chunk} />} />
      </Section>
    </>
  )
}
