using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.CropObjects;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds a clip of each object.</summary>
public sealed class ObjectClipsTransformer : ComponentTransformer, IClipTarget
{
    private readonly ObjectClipsEstimator.Options _options;

    internal ObjectClipsTransformer(ObjectClipsEstimator.Options options, IReadOnlyList<DataViewType> inputTypes)
    {
        _options = options;
        Inputs = options.Inputs;
        InputTypes = inputTypes;
        FirstFrame(ClipShape.Of(inputTypes[0]));
    }

    /// <summary>The clip's frame the objects are of.</summary>
    public ClipTarget Target => _options.Target;

    /// <summary>Rows and columns of an object's picture, in pixels.</summary>
    public int Size => _options.Size;

    internal override bool IsSequential => true;

    internal override bool AdaptsToVideo => false;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "features";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("object clips", $"{Counted.Of(_options.Frames, "frame")} of {_options.Size} x {_options.Size} px, bicubic"),
        ("objects", $"at most {_options.MaximumObjects}, the surest of those that share more than {_options.MaximumOverlap:0.##} of their area"),
        ("turn", _options.FramesPerTurn == 1 ? "every frame" : $"one frame in {_options.FramesPerTurn}"),
    ];

    internal override ComponentPersistence Persistence => new(new ObjectClipsContract(), writer =>
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.BoxesColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.ObjectsColumnName);
        writer.Write(_options.VideoColumnName);
        writer.Write(_options.FrameColumnName);
        writer.Write(_options.Frames);
        writer.Write(_options.Size);
        writer.Write((byte)Target);
        writer.Write(_options.FramesPerTurn);
        writer.Write(_options.MaximumOverlap);
        writer.Write(_options.MaximumObjects);
    });

    internal static ObjectClipsTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new ObjectClipsEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            BoxesColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            ObjectsColumnName = body.ReadString(),
            VideoColumnName = body.ReadString(),
            FrameColumnName = body.ReadString(),
            Frames = body.ReadInt32(),
            Size = body.ReadInt32(),
            Target = (ClipTarget)body.ReadByte(),
            FramesPerTurn = body.ReadInt32(),
            MaximumOverlap = body.ReadDouble(),
            MaximumObjects = body.ReadInt32(),
        };
        options.Validate();
        return new ObjectClipsTransformer(options, inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        return new ObjectClipsKernel(shape, FirstFrame(shape), _options);
    }

    // n neighbouring frames of the clip, as nearly around the target as it has them
    private int FirstFrame(ClipShape shape) => shape.Frames >= _options.Frames
        ? Math.Clamp(shape.TargetIndex(Target) - (_options.Frames / 2), 0, shape.Frames - _options.Frames)
        : throw new VadException($"The clips have {Counted.Of(shape.Frames, "frame")} and an object's clip {_options.Frames}: load the video with ClipLength = {_options.Frames} or more, or take fewer Frames.");
}
