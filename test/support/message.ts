/** A JSON-RPC message of the server, as tests read it. */
export interface Message {
  jsonrpc: string;
  id?: number | string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every kind
  result?: any;
  error?: { code: number; message: string; data?: unknown };
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  params?: any;
}
