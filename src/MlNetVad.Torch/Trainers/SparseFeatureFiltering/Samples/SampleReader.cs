using Microsoft.ML;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Samples;

/// <summary>Reads the training data once, row by row in time order, into a spool of samples.</summary>
internal sealed class SampleReader(PredictorColumns columns, PictureSize size, PredictorOptions network, CropScale scale)
{
    private readonly int _textWidth = network.TextDimension;

    /// <summary>Fills a spool.</summary>
    /// <exception cref="VadException">There is no row, or no object, or nothing ever changes.</exception>
    public void Read(IDataView data, SampleSpool spool, CancellationToken cancellation)
    {
        DataViewSchema.Column[] inputs = [.. columns.Inputs(network).Select(i => i.Find(data.Schema))];
        ClipShape shape = ClipShape.Of(inputs[0].Type);
        using DataViewRowCursor cursor = data.GetRowCursor(inputs);
        var row = new PredictorRow(columns);
        for (int i = 0; i < inputs.Length; i++)
        {
            row.Slots[i].Bind(cursor, inputs[i]);
        }

        var pictures = new ClipPictures(shape, size);
        var crops = new ObjectCrops(shape, size, scale);
        byte[] planes = new byte[shape.Frames * size.Elements];
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            row.Read();
            spool.NextRow();
            if (!columns.IsObjectCentric)
            {
                pictures.Load(row.Clip);
                spool.Add(pictures, row.Text(0, _textWidth));
                spool.Tokens?.Add(row);
                continue;
            }

            for (int i = 0; i < row.ObjectCount; i++)
            {
                crops.Cut(row.Clip, row.Object(i), planes);
                spool.Add(planes, row.Text(i, _textWidth), row.Place(i));
            }
        }

        Check(spool);
    }

    private void Check(SampleSpool spool)
    {
        if (spool.Rows == 0)
        {
            throw new VadException("The training data have no clips; give video of normal life that is at least as long as a clip.");
        }

        if (spool.Count == 0)
        {
            throw new VadException($"The column '{columns.Objects}' has no object in any of the {spool.Rows} training clips; give video in which something moves, or train on whole frames.");
        }
    }
}
