using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MlNetVad.Service.Tests;

/// <summary>
/// A camera's RTSP server on this machine, that of GStreamer, which plays an H.264 video to whoever has name and password. Tests of it are skipped, visibly, where there
/// is none: <c>apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad</c>.
/// </summary>
internal sealed class RtspServer : IDisposable
{
    private const string Python = "/usr/bin/python3";   // Debian's, which has its packages
    private const string Imports = "import gi, sys; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer, GLib; Gst.init(None)\n";
    private const string Serve = Imports + """
        port, video, name, password = sys.argv[1:5]
        server, factory, auth, token, may = GstRtspServer.RTSPServer(), GstRtspServer.RTSPMediaFactory(), GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken(), GstRtspServer.RTSPPermissions()
        server.set_address('127.0.0.1')
        server.set_service(port)
        factory.set_launch(f'( filesrc location={video} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )')
        token.set_string('media.factory.role', 'viewer')
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(name, password), token)
        server.set_auth(auth)
        may.add_permission_for_role('viewer', 'media.factory.access', True)
        may.add_permission_for_role('viewer', 'media.factory.construct', True)
        factory.set_permissions(may)
        server.get_mount_points().add_factory('/gate', factory)
        server.attach(None)
        print('ready', flush=True)
        GLib.MainLoop().run()
        """;

    private readonly Process _process;

    private RtspServer(Process process) => _process = process;

    /// <summary>Skips the test where there is no such server.</summary>
    public static void Require()
    {
        if (!File.Exists(Python) || Run(Imports + "print(all(Gst.ElementFactory.find(n) for n in ('qtdemux', 'h264parse', 'rtph264pay')))") is not { } process)
        {
            Assert.Skip("There is no Python with GStreamer's RTSP server.");
            return;
        }

        using (process)
        {
            Assert.SkipUnless(process.StandardOutput.ReadToEnd().Trim() == "True", "GStreamer's RTSP server is not installed.");
        }
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Serves a video as <c>/gate</c>; returns when it listens.</summary>
    public static RtspServer Start(int port, string video, string name, string password)
    {
        Process process = Run(Serve, port.ToString(CultureInfo.InvariantCulture), video, name, password)!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return new RtspServer(process);
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process? Run(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Python, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
}
