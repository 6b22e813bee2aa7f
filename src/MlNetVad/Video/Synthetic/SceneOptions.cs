using System.Globalization;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Video.Synthetic;

/// <summary>What a <c>synthetic:</c> address says: <c>synthetic:scene?seed=1&amp;videos=4&amp;frames=300&amp;…</c>.</summary>
/// <param name="Seed">Decides everything; the same seed gives the same place in both splits.</param>
/// <param name="Videos">Number of videos.</param>
/// <param name="Frames">Frames of each.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Split">Anomalies occur in the test split only.</param>
/// <param name="FramesPerSecond">Decides how far people walk from frame to frame.</param>
/// <param name="Anomalies">Anomalous events in every 300 frames (or in a shorter video), 0 to 3.</param>
/// <param name="Asked">Kinds that take turns, one event a test video, instead of those of <paramref name="Anomalies"/>; null for none.</param>
/// <param name="Temptations">What is normal here and tempts, of both splits; kinds take turns, one a video; null for none.</param>
internal sealed record SceneOptions(
    int Seed = 1, int Videos = 4, int Frames = 300, int Width = 160, int Height = 120,
    VadSplit Split = VadSplit.Test, int FramesPerSecond = 25, int Anomalies = 1, AnomalyKind[]? Asked = null, TemptationKind[]? Temptations = null)
{
    public const string Scheme = "synthetic:";

    private const string Expected = "expected synthetic:scene?seed=1&videos=4&frames=300&width=160&height=120&split=test&fps=25&anomalies=1&anomaly=posture,speed&tempt=rain, each part optional";

    /// <summary>Reads an address.</summary>
    /// <param name="address">The text, with its scheme.</param>
    /// <exception cref="VadException">An unknown scene, an unknown option, or a value out of range.</exception>
    public static SceneOptions Parse(string address)
    {
        string rest = address[Scheme.Length..];
        int question = rest.IndexOf('?');
        string scene = question < 0 ? rest : rest[..question];
        if (scene is not ("scene" or ""))
        {
            throw new VadException($"'{address}' names the scene '{scene}', which does not exist; {Expected}.");
        }

        var options = new SceneOptions();
        foreach (string pair in (question < 0 ? "" : rest[(question + 1)..]).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            options = options.With(address, parts[0], parts.Length > 1 ? parts[1] : "");
        }

        return options;
    }

    private SceneOptions With(string address, string key, string value) => key switch
    {
        "seed" => this with { Seed = Number(address, key, value, int.MinValue, int.MaxValue) },
        "videos" => this with { Videos = Number(address, key, value, 1, 1000) },
        "frames" => this with { Frames = Number(address, key, value, 1, 10_000_000) },
        "width" => this with { Width = Number(address, key, value, 64, 4096) },
        "height" => this with { Height = Number(address, key, value, 48, 4096) },
        "fps" => this with { FramesPerSecond = Number(address, key, value, 5, 120) },
        "anomalies" => this with { Anomalies = Number(address, key, value, 0, 3) },
        "anomaly" => this with { Asked = [.. value.Split(',').Select(kind => Kind<AnomalyKind>(address, "the anomaly", kind))] },
        "tempt" => this with { Temptations = [.. value.Split(',').Select(kind => Kind<TemptationKind>(address, "the temptation", kind))] },
        "split" when value == "train" => this with { Split = VadSplit.Train },
        "split" when value == "test" => this with { Split = VadSplit.Test },
        _ => throw new VadException($"'{address}' has the option '{key}={value}', which is not known; {Expected}."),
    };

    private static T Kind<T>(string address, string what, string value)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
        int found = Array.IndexOf(names, value);
        return found >= 0
            ? Enum.GetValues<T>()[found]
            : throw new VadException($"'{address}' asks for {what} '{value}', which does not exist; expected some of {string.Join(", ", names)}, with commas between them.");
    }

    private static int Number(string address, string key, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new VadException($"'{address}' has {key}={value}; expected a whole number from {least} to {most}.");
}
