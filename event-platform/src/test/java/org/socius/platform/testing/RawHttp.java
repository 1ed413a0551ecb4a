package org.socius.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Bytes on a socket, for what no HTTP client would send. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 15_000;

    private RawHttp() {}

    /** Sends the bytes, each character one, and reads until the other side hangs up. */
    public static String exchange(String base, String bytes) {
        URI address = URI.create(base);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket, bytes.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends the bytes and reads the first line of the answer, while the other side may still wait
     * for more.
     */
    public static String firstLine(String base, String bytes) {
        URI address = URI.create(base);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket, bytes.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder line = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException hungUp) {
            // an answer may have come all the same
        }
    }

    private static String readAll(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (SocketException reset) {
            // what arrived before the reset is the answer
        }
        return answer.toString();
    }
}
