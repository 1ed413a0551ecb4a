package org.socius.quickstart;

import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.socius.gateway.DemoMailbox;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The mail server of the quickstart: takes every mail, sends none, and keeps the newest 500 in the
 * store, so that they are there after a restart.
 */
final class Mailbox implements DemoMailbox, AutoCloseable {

    static final int KEPT = 500;

    private final MongoClient client;
    private final MongoCollection<Document> mails;
    private final SMTPServer server;
    private long last;

    private Mailbox(MongoClient client) {
        this.client = client;
        this.mails = client.getDatabase("quickstart").getCollection("mails");
        Document newest = mails.find().sort(descending("_id")).first();
        this.last = newest == null ? 0 : newest.getLong("_id");
        this.server =
                SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .messageHandler((context, from, to, data) -> take(to, data))
                        .build();
    }

    /** A server on a free port of the loopback address. */
    static Mailbox open(String mongodb) {
        Mailbox mailbox = new Mailbox(MongoClients.create(mongodb));
        mailbox.server.start();
        return mailbox;
    }

    int port() {
        return server.getPortAllocated();
    }

    private synchronized void take(String to, byte[] data) {
        try {
            MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(data));
            Date sent = mail.getSentDate();
            mails.insertOne(
                    new Document("_id", ++last)
                            .append("message", mail.getMessageID())
                            .append("at", sent == null ? null : sent.toInstant().toString())
                            .append("to", to)
                            .append("subject", Objects.requireNonNullElse(mail.getSubject(), ""))
                            .append("text", Objects.requireNonNullElse(text(mail), "")));
            mails.deleteMany(lte("_id", last - KEPT));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("A mail cannot be read", e);
        }
    }

    /** The plain form of a mail; null if it has none. */
    private static @Nullable String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart next = parts.getBodyPart(i);
                String text = text(next);
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }

    @Override
    public List<Mail> newest() {
        List<Mail> newest = new ArrayList<>();
        mails.find()
                .sort(descending("_id"))
                .limit(KEPT)
                .forEach(
                        mail -> {
                            String at = mail.getString("at");
                            newest.add(
                                    new Mail(
                                            mail.getString("message"),
                                            at == null ? null : Instant.parse(at),
                                            mail.getString("to"),
                                            mail.getString("subject"),
                                            mail.getString("text")));
                        });
        return newest;
    }

    @Override
    public void close() {
        server.stop();
        client.close();
    }
}
