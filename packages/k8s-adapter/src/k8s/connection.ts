import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';

/** Where the API server is and how to be let in. */
export interface Connection {
  readonly server: URL;
  /** The namespace that the credentials belong to, if any. */
  readonly namespace: string | null;
  /** Agent, TLS material and headers for the next request; asked for each time because tokens expire. */
  readonly authenticate: () => Promise<Credentials>;
  readonly close: () => void;
}

export type Credentials = Omit<RequestOptions, 'headers'> & { readonly headers: OutgoingHttpHeaders };
