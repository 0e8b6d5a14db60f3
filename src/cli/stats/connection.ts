import { UsageError } from '../usage-error.ts';

/** Where a database is, and how it is reached: what a URL as Prisma takes it says. */
export interface Connection {
  /** A host, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: Tls;
  /** The schema that Prisma works in, with its table of migrations. */
  readonly schema: string;
  /** `-c search_path=…`, `endpoint=…`: sent as they are. Null: not said. */
  readonly options: string | null;
  readonly timeoutSeconds: number;
}

/** `prefer`: if the server has it. `verify`: and only with a certificate that can be trusted. */
export interface Tls {
  readonly mode: 'never' | 'prefer' | 'require' | 'verify';
  /** The certificate has to be one for this host. */
  readonly checksHost: boolean;
  /** File with the certificates to trust; null: those of the system. */
  readonly rootCertificate: string | null;
}

/**
 * Reads a URL. Parameters that are about Prisma's own pool or its client (`pgbouncer`, `connection_limit`, …) say nothing
 * here. Throws a {@link UsageError}, which never has the URL in it: there is a password inside.
 */
export function connectionOf(text: string): Connection {
  const url = parsed(text.trim().replace(/^(["'])(.*)\1$/, '$2'));
  refuseUnencoded(url);
  const parameter = (name: string): string | null => url.searchParams.get(name);
  const host = parameter('host') ?? decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const user = decoded(url.username) || (parameter('user') ?? '');
  if (user === '') throw new UsageError('--url names no user: postgresql://user:password@host:5432/database');
  const isSocket = host.startsWith('/');
  return {
    host: host === '' ? 'localhost' : host,
    port: Number(url.port || (parameter('port') ?? '5432')),
    user,
    password: decoded(url.password) || (parameter('password') ?? ''),
    database: decoded(url.pathname.replace(/^\//, '')) || (parameter('dbname') ?? user),
    tls: isSocket ? { mode: 'never', checksHost: false, rootCertificate: null } : tlsOf(parameter),
    schema: parameter('schema') ?? 'public',
    options: parameter('options'),
    timeoutSeconds: Number(parameter('connect_timeout') ?? '') || 10,
  };
}

/** An @ behind the place of the host means that the password was cut in two, and a part of it would pass for the host. */
function refuseUnencoded({ pathname, hash, searchParams }: URL): void {
  if (hash === '' && !pathname.includes('@') && ![...searchParams.keys()].some((name) => name.includes('@'))) return;
  throw new UsageError(UNENCODED);
}

const UNENCODED = '--url is not a URL; characters such as @ / ? # : % in the password must be percent-encoded';

function parsed(text: string): URL {
  const scheme = /^([a-z+]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'prisma' || scheme === 'prisma+postgres')
    throw new UsageError(`--url begins with ${scheme}://, which leads to Prisma's own service; give the URL of the database itself (postgresql://…)`);
  if (scheme !== 'postgres' && scheme !== 'postgresql')
    throw new UsageError('--url must be that of a PostgreSQL database: postgresql://user:password@host:5432/database');
  try {
    // Sockets are named without a host ("user@/db?host=/run/postgresql"), which URLs do not know.
    return new URL(text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#]|$)/i, '$1localhost'));
  } catch {
    throw new UsageError(UNENCODED);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(UNENCODED);
  }
}

/** libpq's words, and those that Prisma has besides: `sslaccept`, and `sslcert` for the certificate to trust. */
function tlsOf(parameter: (name: string) => string | null): Tls {
  const root = parameter('sslrootcert') ?? parameter('sslcert');
  const rootCertificate = root === 'system' ? null : root;
  const isStrict = parameter('sslaccept') === 'strict' || root === 'system';
  switch (parameter('sslmode')) {
    case 'disable':
      return { mode: 'never', checksHost: false, rootCertificate: null };
    case 'verify-full':
      return { mode: 'verify', checksHost: true, rootCertificate };
    case 'verify-ca':
      return { mode: 'verify', checksHost: false, rootCertificate };
    case 'require':
      return isStrict ? { mode: 'verify', checksHost: true, rootCertificate } : { mode: 'require', checksHost: false, rootCertificate: null };
    default:
      return isStrict ? { mode: 'verify', checksHost: true, rootCertificate } : { mode: 'prefer', checksHost: false, rootCertificate: null };
  }
}
