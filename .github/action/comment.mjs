// Keeps one comment on a pull request up to date with the report: writes it when something is found, changes it on later runs,
// and says so when nothing is found any more. Where the token may not write (pull requests from forks), the report goes to the
// job summary. Never the reason why a check fails.
//
// Reads TOKEN, FOLDER, REPORTS (the folder with `json` and `markdown`) and what GitHub sets: GITHUB_EVENT_PATH,
// GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_STEP_SUMMARY.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { TOKEN = '', FOLDER = '.', REPORTS = '', GITHUB_EVENT_PATH = '', GITHUB_REPOSITORY = '', GITHUB_STEP_SUMMARY = '' } = process.env;
const api = `${process.env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${GITHUB_REPOSITORY}`;
/** Two uses of the action in one repository, on two folders, have a comment each. */
const marker = FOLDER === '.' || FOLDER === '' ? '<!-- prisma-migration-lint -->' : `<!-- prisma-migration-lint ${FOLDER.replaceAll('--', '- -')} -->`;
const PER_PAGE = 100;

async function main() {
  if (!existsSync(join(REPORTS, 'markdown'))) return console.log('There is no report; the comment stays as it is.');
  const { summary } = JSON.parse(readFileSync(join(REPORTS, 'json'), 'utf8'));
  const report = readFileSync(join(REPORTS, 'markdown'), 'utf8').replace(/^<!-- .* -->/, () => marker);
  const isClean = summary.errors + summary.warnings + summary.infos === 0;
  const number = pullRequest();
  if (number === null) return isClean ? undefined : summarize(report, 'This is no pull request');
  try {
    console.log(await comment(number, report, isClean));
  } catch (error) {
    if (!isClean) summarize(report, error instanceof Error ? error.message : String(error));
  }
}

/** The number of the pull request that the event is about, or null. */
function pullRequest() {
  const event = existsSync(GITHUB_EVENT_PATH) ? JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8')) : {};
  const number = event.pull_request?.number ?? (event.issue?.pull_request ? event.issue.number : undefined);
  return Number.isInteger(number) ? number : null;
}

/** Writes, changes or leaves the comment. Says what it did. Throws when the token may not. */
async function comment(number, report, isClean) {
  const existing = await ownComment(number);
  if (existing === null) {
    if (isClean) return 'Nothing is found, and there is no comment to change.';
    await call('POST', `/issues/${number}/comments`, { body: report });
    return 'Wrote a comment.';
  }
  if (existing.body === report) return 'The comment is up to date.';
  await call('PATCH', `/issues/comments/${existing.id}`, { body: report });
  return isClean ? 'Nothing is found any more; the comment says so.' : 'Changed the comment.';
}

/** The first comment of a bot that begins with our marker; people may quote it. */
async function ownComment(number) {
  for (let page = 1; ; page++) {
    const comments = await call('GET', `/issues/${number}/comments?per_page=${PER_PAGE}&page=${page}`);
    const found = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
    if (found) return found;
    if (comments.length < PER_PAGE) return null;
  }
}

async function call(method, path, body) {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`The comment cannot be written (${method}: ${response.status}); does the job have the permission pull-requests: write?`);
  return await response.json();
}

function summarize(report, because) {
  if (GITHUB_STEP_SUMMARY === '') return console.log(report);
  appendFileSync(GITHUB_STEP_SUMMARY, `${report}\n`);
  console.log(`::notice title=prisma-migration-lint::${because.replaceAll(/[\r\n%]/g, ' ')}. The report is in the summary of the job.`);
}

await main();
