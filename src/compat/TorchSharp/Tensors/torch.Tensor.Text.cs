using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int Edge = 3;
        private const int Limit = 1000;

        public override string ToString() => Memory is null
            ? "[disposed]"
            : $"{Shapes.Text(Sizes)}, type = {dtype}, device = cpu{(requires_grad ? ", requires_grad" : "")}{(Count <= Limit ? Values() : "")}";

        private string Values()
        {
            StringBuilder text = new(", value = ");
            using Tensor reals = Copying.Convert(this, ScalarType.Float64).Detached();
            Append(text, reals, 0, 0);
            return text.ToString();
        }

        private static unsafe void Append(StringBuilder text, Tensor values, int dim, long offset)
        {
            if (dim == values.Sizes.Length)
            {
                text.Append(values.Data<double>()[offset].ToString("G6", CultureInfo.InvariantCulture));
                return;
            }
            text.Append('[');
            long size = values.Sizes[dim];
            for (long i = 0; i < size; i++)
            {
                if (size > 2 * Edge && i == Edge)
                {
                    text.Append(", …");
                    i = size - Edge;
                }
                if (i > 0) text.Append(", ");
                Append(text, values, dim + 1, offset + (i * values.Strides[dim]));
            }
            text.Append(']');
        }
    }
}
