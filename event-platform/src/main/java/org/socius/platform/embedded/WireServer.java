package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The library's server with an encoder of answers of our own: packed arrays go out as they are. The
 * library's class has no place to name one.
 */
final class WireServer implements AutoCloseable {

    private final MongoBackend backend;
    private final EventLoopGroup acceptors;
    private final EventLoopGroup workers;
    private final ChannelGroup clients;
    private final Channel listening;

    /** Listens; throws what the system says if the address is taken. */
    WireServer(MongoBackend backend, InetSocketAddress address, int commandThreads) {
        this.backend = backend;
        acceptors = group(1, "embedded-mongo-acceptor");
        workers = group(commandThreads, "embedded-mongo-command");
        clients = new DefaultChannelGroup("embedded-mongo-clients", workers.next());
        try {
            listening =
                    new ServerBootstrap()
                            .group(acceptors, workers)
                            .channel(NioServerSocketChannel.class)
                            .localAddress(address)
                            .childOption(ChannelOption.TCP_NODELAY, true)
                            .childHandler(new Pipeline())
                            .bind()
                            .syncUninterruptibly()
                            .channel();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    private static EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        clients.close().syncUninterruptibly();
        end();
        backend.close();
    }

    private void end() {
        acceptors.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        acceptors.terminationFuture().syncUninterruptibly();
        workers.terminationFuture().syncUninterruptibly();
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast(
                            new MongoWireReplyEncoder(),
                            new Answers(),
                            new MongoWireProtocolHandler(),
                            new MongoDatabaseHandler(backend, clients),
                            new MongoExceptionHandler());
        }
    }

    /** Writes an answer as one OP_MSG with one section. */
    private static final class Answers extends MongoWireMessageEncoder {
        @Override
        protected void encode(ChannelHandlerContext context, MongoMessage message, ByteBuf buffer) {
            BsonBytes body;
            try {
                body = BsonBytes.of(message.getDocument());
            } catch (RuntimeException e) {
                context.channel().close();
                throw e;
            }
            int header = 4 * Integer.BYTES + Integer.BYTES + 1;
            buffer.ensureWritable(header + body.size());
            buffer.writeIntLE(header + body.size());
            buffer.writeIntLE(message.getHeader().getRequestID());
            buffer.writeIntLE(message.getHeader().getResponseTo());
            buffer.writeIntLE(OpCode.OP_MSG.getId());
            buffer.writeIntLE(message.getFlags());
            buffer.writeByte(MongoMessage.SECTION_KIND_BODY);
            buffer.writeBytes(body.array(), 0, body.size());
        }
    }
}
