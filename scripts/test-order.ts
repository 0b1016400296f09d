import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { isApart } from '../test/apart.ts'

/** Files that take longest, so that no worker waits for another that began one of them last. */
const slow = [
  'test/routes',
  'test/context',
  'test/bodies',
  'test/hostile-forms',
  'functions/programs/sync/interleavings',
  'test/budgets',
  'test/figures',
  'test/answer-sizes',
  'test/markup',
  'test/api/truth',
  'cli/sync/model',
  'test/resources',
  'test/device-feed',
  'functions/data/jobs/change',
  'test/hostile-requests',
  'test/hostile-queries',
  'test/api/once',
  'test/migrations',
  'test/prototype-names',
  'functions/data/backups/years',
]

const placeOf = ({ moduleId }: TestSpecification) => {
  const place = slow.findIndex((name) => moduleId.includes(`/${name}.test.`))
  return place < 0 ? slow.length : place
}

/**
 * The longest files first, and the other ones with storage of their own together, as a file after such a one begins with
 * empty storage, too. A project's files stay together, as a worker keeps its modules for those alone.
 */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    return sorted.toSorted(
      (one, other) =>
        one.project.name.localeCompare(other.project.name) ||
        placeOf(one) - placeOf(other) ||
        Number(isApart(other.moduleId)) - Number(isApart(one.moduleId)),
    )
  }
}
