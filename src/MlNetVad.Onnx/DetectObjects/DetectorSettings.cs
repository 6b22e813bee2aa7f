using MlNetVad.Video;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>The options of a detector with everything that its file decides filled in: what a saved model holds.</summary>
internal sealed record DetectorSettings
{
    public required string Output { get; init; }

    public required string Clip { get; init; }

    public required ClipTarget Target { get; init; }

    public required NetworkOptions Network { get; init; }

    public required DetectorPicture Picture { get; init; }

    public required DetectorTiling Tiling { get; init; }

    public required float ScoreThreshold { get; init; }

    public required float NmsThreshold { get; init; }

    public required bool ClassAgnosticNms { get; init; }

    public required int MaximumObjects { get; init; }

    public required DetectorClasses Classes { get; init; }

    /// <summary>As the options and the network say.</summary>
    /// <exception cref="VadException">The network has other classes than the options.</exception>
    public static DetectorSettings Of(ObjectDetectionEstimator.Options options, NetworkOptions open, DetectorNetwork network) => new()
    {
        Output = options.OutputColumnName,
        Clip = options.ClipColumnName,
        Target = options.Target,
        Network = open,
        Picture = DetectorPicture.Of(options),
        Tiling = new DetectorTiling(options.Scale, options.TileColumns, options.TileRows, options.TileOverlap),
        ScoreThreshold = options.ScoreThreshold,
        NmsThreshold = options.NmsThreshold,
        ClassAgnosticNms = options.ClassAgnosticNms,
        MaximumObjects = options.MaximumObjects,
        Classes = DetectorClasses.Of(network, options),
    };

    /// <summary>The reader of the network's output.</summary>
    public IBoxDecoder Decoder(DetectorNetwork network) => Network.Format switch
    {
        DetectorFormat.Yolox => new YoloxDecoder(network.Layout, ScoreThreshold, network.Height, network.Width),
        DetectorFormat.EndToEnd => new EndToEndDecoder(network.Layout, Classes, ScoreThreshold, network.File.Name),
        DetectorFormat.YoloV5 => new YoloV5Decoder(network.Layout, ScoreThreshold),
        _ => new YoloV8Decoder(network.Layout, ScoreThreshold),
    };

    /// <summary>Writes them, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Clip);
        writer.Write((byte)Target);
        Network.Write(writer);
        Picture.Write(writer);
        Tiling.Write(writer);
        writer.Write(ScoreThreshold);
        writer.Write(NmsThreshold);
        writer.Write(ClassAgnosticNms);
        writer.Write(MaximumObjects);
        Classes.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DetectorSettings Read(BinaryReader reader) => new()
    {
        Output = reader.ReadString(),
        Clip = reader.ReadString(),
        Target = (ClipTarget)reader.ReadByte(),
        Network = NetworkOptions.Read(reader),
        Picture = DetectorPicture.Read(reader),
        Tiling = DetectorTiling.Read(reader),
        ScoreThreshold = reader.ReadSingle(),
        NmsThreshold = reader.ReadSingle(),
        ClassAgnosticNms = reader.ReadBoolean(),
        MaximumObjects = reader.ReadInt32(),
        Classes = DetectorClasses.Read(reader),
    };
}
