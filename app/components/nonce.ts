import { createContext, useContext } from 'react';

/** The page's script nonce while the server renders; empty in the browser, which hides nonces from scripts. */
export const NonceContext = createContext('');

export function useNonce(): string {
  return useContext(NonceContext);
}
